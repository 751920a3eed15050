"""Pages of a list: 共 N 条, and the few page numbers worth showing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pagination:
    """Where one page stands among those of its list."""

    total: int
    page: int
    size: int
    is_more: bool = False
    """Whether the list is longer than it was counted."""

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def is_behind(self) -> bool:
        """Whether the page lies behind the last one of a list that has any."""
        return self.total > 0 and self.page > self.last

    @property
    def numbers(self) -> list[int | None]:
        """Numbers to show: first, last and the neighbours; None stands for a gap."""
        near = {1, self.last, *range(self.page - 2, self.page + 3)}
        visible = sorted(n for n in near if 1 <= n <= self.last)
        spaced: list[int | None] = []
        for number in visible:
            if spaced and spaced[-1] is not None and number > spaced[-1] + 1:
                spaced.append(None)
            spaced.append(number)
        return spaced
