"""What a browser saw on one visit (取证访问), as it is handed over to be frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.records.capture_facts import OfficerBrowser
from storage.records.listing import Listing

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its answer, as the browser's network layer saw them."""

    url: str
    method: str
    request_headers: Headers
    request_body: bytes = b""
    status: int
    reason: str
    headers: Headers
    """As received; of a transfer or content coding only the name is left, see `body`."""
    body: bytes
    """After content decoding, before any character decoding; empty for a redirect."""
    moment: datetime
    """When the answer's head had arrived."""
    kind: str
    """Document, Image, Script … as the browser names it."""
    address: str | None
    """The checked address that the guard connected to."""
    error: str | None = None
    """Why the body is missing or cut short."""


@dataclass(frozen=True, kw_only=True)
class VisitBrowser:
    """The browser that looked, and how it was set."""

    name: str
    """Name and version as it gives them, e.g. "Chromium 140.0.7339.80"."""
    playwright: str
    """Version of the library that drove it."""
    user_agent: str
    width: int
    height: int
    """CSS pixels of the window."""
    locale: str
    zone: str
    sandbox: bool

    def to_json(self) -> Mapping[str, object]:
        """As the manifest states it."""
        return {
            "name": self.name,
            "playwright": self.playwright,
            "user_agent": self.user_agent,
            "viewport": {"width": self.width, "height": self.height},
            "locale": self.locale,
            "zone": self.zone,
            "sandbox": self.sandbox,
        }


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """One step on the way from the URL asked for to the page shown."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One page, visited once: all that the law's list of a complete saving asks for (domain §7).

    民诉证据规定 §93, 在线诉讼规则 §18: complete, by a reliable environment, true from the start.
    """

    url: str
    final_url: str
    redirects: tuple[Redirect, ...]
    status: int
    reason: str
    headers: Headers
    address: str | None
    """Target IP of the page itself."""
    raw: bytes
    """The page's bytes, in its own character coding."""
    dom: str
    """The document as it stood after its scripts had run."""
    text: str
    title: str
    screenshot: bytes
    """Full page, PNG."""
    images: tuple[tuple[str, bytes], ...]
    """(URL, bytes) of the pictures that the page showed, largest first."""
    exchanges: tuple[Exchange, ...]
    certificates: tuple[bytes, ...]
    """TLS chain of the page's origin in DER, leaf first; empty for plain http."""
    begun: datetime
    ended: datetime
    browser: VisitBrowser
    blocked: str | None = None
    """Why this is a login, captcha or block page (受阻), where it is one."""
    kind: str | None = None
    """What kind of page our reader took it for: listing, list, page, blocked, other."""
    listing: Listing | None = None
    """What the rendered page offered, as our reader understood it: an aid, not the evidence."""
    refused: tuple[str, ...] = ()
    """Hosts that the page asked for and the guard did not reach."""
    remarks: tuple[str, ...] = ()
    """What could not be recorded, in words."""
    picture_addresses: tuple[str, ...] = ()
    """Of pictures on the page whose bytes were not recorded."""
    officer_browser: OfficerBrowser | None = None
    """Set where an officer's own browser took the page; None of the system's own visit."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """On whose behalf a capture is made: task, run, officer, lead."""

    officer: str
    lead: int | None = None
    listing: int | None = None
    run: int | None = None
    task: str | None = None
