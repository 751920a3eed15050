"""固证材料: what the row of one capture holds beside its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from storage.base.message import Message, message_from_text, message_to_text
from storage.records.page_facts import PageFacts

OFFICER_BROWSER = "officer-browser"
"""Origin of a page that an officer's own browser took; a manifest without an origin is an own capture."""


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


@dataclass(frozen=True, kw_only=True)
class CaptureFacts:
    """What a capture showed and how it was stamped; after a deletion only its members stay."""

    title: str = ""
    status: int = 0
    """Of the HTTP answer; 0 where there was none."""
    final_url: str | None = None
    """Where the redirects ended."""
    blocked: str | None = None
    """What stood in the page's place: a login or captcha page."""
    page: PageFacts | None = None
    """What the page showed of its lead's listing; None of a capture without a lead or an older one."""
    stamped: bool = False
    authorities: tuple[str, ...] = ()
    """URLs of the time-stamp authorities (时间戳) that were asked."""
    members: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file of the package, by its path."""
    stamped_at: datetime | None = None
    authority: str | None = None
    """Names of the authorities whose stamps were verified."""
    error: Message | None = None
    """Why the page could not be captured."""
    officer_browser: OfficerBrowser | None = None
    """Set where an officer's own browser took the page (执法人员浏览器提取)."""

    def to_json(self) -> dict[str, object]:
        """Empty parts are left out."""
        parts = {
            **vars(self),
            "authorities": list(self.authorities),
            "members": dict(self.members),
            "page": self.page.to_json() if self.page else None,
            "stamped_at": self.stamped_at.isoformat() if self.stamped_at else None,
            "error": message_to_text(self.error) if self.error else None,
            "officer_browser": self.officer_browser.to_json() if self.officer_browser else None,
        }
        return {name: value for name, value in parts.items() if value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> CaptureFacts:
        """What `to_json` gave; an error that an earlier release wrote is plain text."""
        stamped_at, error = stored.get("stamped_at"), stored.get("error")
        page, taken = stored.get("page"), stored.get("officer_browser")
        return cls(
            title=stored.get("title") or "",
            status=stored.get("status") or 0,
            final_url=stored.get("final_url"),
            blocked=stored.get("blocked"),
            page=PageFacts.from_json(page) if page else None,
            stamped=stored.get("stamped", False),
            authorities=tuple(stored.get("authorities", ())),
            members=stored.get("members", {}),
            stamped_at=datetime.fromisoformat(stamped_at) if stamped_at else None,
            authority=stored.get("authority"),
            error=message_from_text(error) if error else None,
            officer_browser=OfficerBrowser.from_json(taken) if taken else None,
        )


@dataclass(frozen=True, kw_only=True)
class ClockComparison:
    """The clock of a capture beside a time source (对照时间源)."""

    source: str
    offset_seconds: float
    """How far the capture's clock was ahead."""
    uncertainty_seconds: float


@dataclass(frozen=True, kw_only=True)
class ExtractionFacts:
    """When, with what and by which clock a capture was made (提取环境), as its own manifest says."""

    begun_at: datetime
    captured_at: datetime
    host: str
    system: str | None
    software: str
    libraries: Mapping[str, str]
    """Versions by name."""
    browser: str
    officer_browser: OfficerBrowser | None
    """Set where an officer's own browser took the page."""
    address: str | None
    """IP address of the server that answered."""
    not_reached: int
    """Hosts that the page asked for besides and that were not visited."""
    kernel: str | None
    """What the system said of its clock: synchronised, unsynchronised."""
    reference: ClockComparison | None
    """None where no time source could be asked."""

    @classmethod
    def from_manifest(cls, stored: Mapping[str, Any]) -> ExtractionFacts:
        """Raises KeyError, ValueError, TypeError for a manifest without these."""
        environment, clock, network = stored["environment"], stored["clock"], stored["network"]
        reference, taken = clock["reference"], stored.get(OFFICER_BROWSER)
        return cls(
            begun_at=datetime.fromisoformat(stored["begun_at"]),
            captured_at=datetime.fromisoformat(stored["captured_at"]),
            host=environment["host"],
            system=environment.get("system"),
            software=environment["software"],
            libraries=environment.get("libraries", {}),
            browser=stored["browser"]["name"],
            officer_browser=OfficerBrowser.from_json(taken) if taken else None,
            address=network["address"],
            not_reached=len(network["not_reached"]),
            kernel=clock["kernel"],
            reference=_comparison(reference) if isinstance(reference, Mapping) else None,
        )


def _comparison(stored: Mapping[str, Any]) -> ClockComparison:
    return ClockComparison(
        source=stored["source"],
        offset_seconds=stored["offset_seconds"],
        uncertainty_seconds=stored["uncertainty_seconds"],
    )
