"""What one crawl is asked to do (监测批次的指令), and what it reports at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from storage.base.errors import BadInput

Follow = Literal["site", "links", "results", "none"]
"""site: all of the start page's host and port; links: what the start pages lead to and no further;
results: the listings of a search page and of its further parts;
none: only the pages that were named."""
Render = Literal["auto", "always", "never"]
"""auto: a browser only where a plain fetch shows an empty shell."""


@dataclass(frozen=True, kw_only=True)
class CrawlOrder:
    """Start pages and how far to go from them."""

    urls: tuple[str, ...]
    follow: Follow = "site"
    render: Render = "auto"
    max_pages: int | None = None
    """Pages of the whole run, resumes included; None is no limit."""
    words: tuple[str, ...] = ()
    """What a site's own search is asked for; empty = the marks of the rights in the database."""
    profile: Path | None = None
    """A platform profile (平台规则) that is used for every host."""
    task_id: int | None = None
    slot: datetime | None = None
    """The clock's slot that this run answers."""

    def __post_init__(self) -> None:
        if not self.urls:
            raise BadInput("a crawl needs at least one URL")
        for url in self.urls:
            if "://" not in url:
                raise BadInput(f"'{url}' is no URL: it needs http:// or https://")
        for name, value, allowed in (
            ("render", self.render, get_args(Render)),
            ("follow", self.follow, get_args(Follow)),
        ):
            if value not in allowed:
                raise BadInput(f"{name} must be one of {', '.join(allowed)}, not '{value}'")

    @property
    def options(self) -> dict[str, Any]:
        """What makes two commands the same one, so that it finds its unfinished run again."""
        return {
            "follow": self.follow,
            "render": self.render,
            "max_pages": self.max_pages,
            "profile": str(self.profile) if self.profile else None,
            "task": self.task_id,
            **({"words": list(self.words)} if self.words else {}),
        }


@dataclass(frozen=True, kw_only=True)
class CrawlReport:
    """The closing account of a run, its earlier processes included."""

    run: int
    counts: Mapping[str, int]
    seconds: float
    finished: bool
    """Did the run reach its end?"""
    reason: str
    """finished, max-pages, unhealthy; or why it ended early: interrupted, start page …"""
    failed: bool = False
    """The start page could not be had, or the run was interrupted: exit code 1."""
    notes: tuple[str, ...] = field(default=())
    """Lines for a person."""

    def to_json(self) -> dict[str, Any]:
        """The closing line that the command prints."""
        names = ("pages", "listings_new", "listings_changed", "listings_same", "blocked", "errors")
        extra = sorted(set(self.counts) - set(names))
        return {
            "run": self.run,
            **{name: self.counts.get(name, 0) for name in names},
            **{name: self.counts[name] for name in extra},
            "seconds": round(self.seconds, 2),
            "finished": self.finished,
            "reason": self.reason,
        }
