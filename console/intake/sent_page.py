"""A page as an officer's browser took it (浏览器提取的页面), checked before anything is made of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from storage.base.errors import BadInput

MOST_DOM = 32 * 2**20
"""Bytes of a page's document in UTF-8; with the others it stays below what the console takes at once."""
MOST_TEXT = 2 * 2**20
"""Bytes of a page's text in UTF-8; chosen by hand."""
MOST_SCREENSHOT = 8 * 2**20
"""Bytes of a page's picture; chosen by hand."""
_LONGEST_URL = 2000
_PNG = b"\x89PNG\r\n\x1a\n"
_SECRET_FIELD = 'input[type="password" i], input[autocomplete="current-password" i]'  # noqa: S105  a selector
_SIGN_IN = re.compile(
    r"(?:^|[./_-])(?:log-?in|sign-?in|passport|sso|oauth2?|logon|denglu)(?:[./_-]|$)", re.I
)
"""Hosts and paths of sign-in pages; the extension knows the same."""
_CLOCK_SLACK = timedelta(seconds=1)
"""By how much a page may seem to have been taken after it was sent: clocks are read in two places."""


@dataclass(frozen=True, kw_only=True)
class SentPage:
    """What the browser held of one page."""

    url: str
    title: str
    dom: str
    """The document as it stood, HTML."""
    text: str
    """What could be read on it."""
    taken_at: datetime
    """By the browser's clock."""
    sent_at: datetime
    """By the browser's clock."""
    browser: str
    extension: str
    screenshot: bytes = b""
    """Full page, PNG; empty where only a reading is asked for."""
    pictures: tuple[str, ...] = ()
    """Addresses of its pictures."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 (hex) that the browser made of dom, text and screenshot."""
    remarks: tuple[str, ...] = ()
    """What the officer's browser noticed: the page changed meanwhile, the picture was cut."""


def check_page(page: SentPage) -> None:
    """Raises BadInput for a page that may not be sent or is too large."""
    try:
        parts = urlsplit(page.url)
    except ValueError:
        raise BadInput("sent-page.url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(page.url) > _LONGEST_URL:
        raise BadInput("sent-page.url")
    signs_in = _SIGN_IN.search(parts.hostname) or _SIGN_IN.search(parts.path)
    if parts.username or parts.password or signs_in:
        raise BadInput("sent-page.sign-in")
    sizes = (
        ("DOM", page.dom.encode("utf-8", "replace"), MOST_DOM),
        ("text", page.text.encode("utf-8", "replace"), MOST_TEXT),
        ("screenshot", page.screenshot, MOST_SCREENSHOT),
    )
    for part, content, most in sizes:
        if len(content) > most:
            raise BadInput("sent-page.too-large", part=part, most=most // 2**20)
    if LexborHTMLParser(page.dom).css_first(_SECRET_FIELD) is not None:
        raise BadInput("sent-page.sign-in")


def check_whole(page: SentPage) -> None:
    """The same of a page to be kept: with its picture, clock and hashes. Raises BadInput."""
    check_page(page)
    if not page.screenshot.startswith(_PNG):
        raise BadInput("sent-page.no-picture")
    if page.taken_at.tzinfo is None or page.sent_at.tzinfo is None:
        raise BadInput("sent-page.clock")
    if page.taken_at > page.sent_at + _CLOCK_SLACK:
        raise BadInput("sent-page.clock")
    contents = {"dom": page.dom.encode(), "text": page.text.encode(), "screenshot": page.screenshot}
    for part, content in contents.items():
        if page.hashes.get(part) != hashlib.sha256(content).hexdigest():
            raise BadInput("sent-page.hash", part=part)
