"""A reading that is not final (未定读数): what is learnt of other pages may replace it."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.extract.page.page import PageReading


@dataclass(eq=False)
class OpenReading:
    """One page's reading until no template can read it otherwise any more."""

    is_settled: bool = False
    better: PageReading | None = None
    """What to store in its place, as far as is known; None where it stands as it is."""

    def settle(self) -> None:
        """End the wait: what is known now is stored."""
        self.is_settled = True
