"""执法人员浏览器提取: under what circumstances an officer's own browser took a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, kw_only=True)
class OfficerBrowser:
    """Who took a page in which browser, by which clock; the hashes are those that the browser made.

    The office's own captures visit a page themselves and record the network. A page that an officer
    handed in is her browser's word, so its record says so and is never taken for an own capture.
    """

    officer: str
    """Login."""
    full_name: str
    """姓名, or the login where none is entered."""
    browser: str
    """The browser's user agent."""
    extension: str
    """Version of the extension."""
    taken_at: datetime
    """By the browser's clock."""
    sent_at: datetime
    """By the browser's clock."""
    received_at: datetime
    """By the console's clock."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 (hex) by part: dom, text, screenshot."""

    @property
    def clock_offset(self) -> timedelta:
        """How far the browser's clock is ahead of the console's, the time of sending included."""
        return self.sent_at - self.received_at

    @property
    def moment(self) -> datetime:
        """When the page was taken, by the console's clock."""
        return self.taken_at - self.clock_offset

    def to_json(self) -> dict[str, Any]:
        return {
            "officer": self.officer,
            "full_name": self.full_name,
            "browser": self.browser,
            "extension": self.extension,
            "taken_at": self.taken_at.isoformat(),
            "sent_at": self.sent_at.isoformat(),
            "received_at": self.received_at.isoformat(),
            "clock_offset_seconds": round(self.clock_offset.total_seconds(), 3),
            "hashes": dict(self.hashes),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> OfficerBrowser:
        """What `to_json` gave."""
        return cls(
            officer=stored["officer"],
            full_name=stored["full_name"],
            browser=stored["browser"],
            extension=stored["extension"],
            taken_at=datetime.fromisoformat(stored["taken_at"]),
            sent_at=datetime.fromisoformat(stored["sent_at"]),
            received_at=datetime.fromisoformat(stored["received_at"]),
            hashes=stored["hashes"],
        )
