"""Options of a crawl (采集选项), as a stored task holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import JsonValue


@dataclass(frozen=True, kw_only=True)
class TaskOptions:
    """How to crawl, under the names of the command's options; None leaves a choice to the settings."""

    render: str | None = None
    """auto, always, never."""
    follow: str | None = None
    """site, links, results, none."""
    max_pages: int | None = None
    platform: str | None = None
    """Path of a platform profile (平台规则)."""
    search: tuple[str, ...] | None = None
    """What the site's own search is asked for."""
    apis: tuple[str, ...] | None = None
    """Names of open APIs that are asked instead of pages."""
    disguises: int | None = None
    """Disguises of each mark for which an API is asked, too."""
    delay: float | None = None
    """Seconds between two requests to a host."""
    concurrency: int | None = None
    """Requests to a host at once."""
    allow_address: tuple[str, ...] | None = None
    """Private networks that may be reached."""

    def over(self, base: TaskOptions) -> TaskOptions:
        """These options, and those of `base` where this leaves the choice."""
        return replace(base, **_chosen(self))

    def to_json(self) -> dict[str, JsonValue]:
        """Only the options that were chosen."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in _chosen(self).items()
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> TaskOptions:
        """What `to_json` gave. Raises TypeError for an option that does not exist."""
        values = {n: tuple(v) if isinstance(v, list) else v for n, v in stored.items()}
        return cls(**values)  # type: ignore[arg-type]


def _chosen(options: TaskOptions) -> dict[str, Any]:
    return {name: value for name, value in vars(options).items() if value is not None}
