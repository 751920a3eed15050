"""What makes two commands the same crawl (监测批次), so that the second goes on with the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import JsonValue


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """Options of a crawl, or the name and the arguments of a spider that somebody wrote."""

    follow: str | None = None
    render: str | None = None
    max_pages: int | None = None
    profile: str | None = None
    """Path of a platform profile."""
    task: int | None = None
    words: tuple[str, ...] = ()
    """What the site's own search is asked for."""
    apis: tuple[str, ...] = ()
    """Open APIs that are asked instead of pages."""
    spider: str | None = None
    arguments: Mapping[str, JsonValue] = field(default_factory=dict)
    """Of the spider."""

    def to_json(self) -> dict[str, JsonValue]:
        """The form that a run's fingerprint is made of: an open run keeps it from release to release."""
        if self.spider is not None:
            return {"spider": self.spider, "arguments": dict(self.arguments)}
        options: dict[str, JsonValue] = {
            "follow": self.follow,
            "render": self.render,
            "max_pages": self.max_pages,
            "profile": self.profile,
            "task": self.task,
        }
        if self.words:
            options["words"] = list(self.words)
        if self.apis:
            options["apis"] = list(self.apis)
        return options

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> RunOptions:
        """What `to_json` gave. Raises TypeError for an option that does not exist."""
        lists = {name: tuple(stored.get(name) or ()) for name in ("words", "apis")}  # type: ignore[var-annotated, arg-type]
        values = {**stored, **lists}
        return cls(**values)  # type: ignore[arg-type]
