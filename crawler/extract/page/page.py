"""The page (网页) as it was fetched, and the result of reading it.

A page is decoded once and parsed once; every reader shares the tree. Nothing here touches the
network or the database.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import re2
from selectolax.lexbor import LexborHTMLParser

from crawler.extract.page.charset import decode
from crawler.extract.page.document import Document, walk_tree
from crawler.extract.page.nesting_limit import limit_nesting
from crawler.extract.page.selector import CssSelector
from crawler.url.url_parts import absolute
from storage.records import Listing

if TYPE_CHECKING:
    from crawler.extract.page.markup_hints import Hint

_BASE = CssSelector("base[href]")
NAMES_BASE = re2.compile(b"<(?:base|BASE)")
"""Whether a body in any charset of ASCII's kind may hold a base element."""
Kind = Literal["listing", "list", "page", "blocked", "other"]
LinkKind = Literal["listing", "next", "list"]
_READ_BYTES = 8 * 2**20
"""Pages with their data inside reach two or three megabytes; every copy of one costs memory."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page as it came, at its final address."""

    url: str
    text: str
    """HTML."""
    charset: str = "utf-8"
    status: int = 200
    """HTTP status, where one is known."""
    at: datetime | None = None
    """When it was fetched, where that is known: special prices hold on certain days alone."""

    @classmethod
    def from_bytes(
        cls,
        url: str,
        body: bytes,
        charset: str | None = None,
        *,
        status: int = 200,
        at: datetime | None = None,
    ) -> Page:
        """A page from its raw body; `charset` as the Content-Type header declared it, if it did.

        What lies beyond the first eight megabytes is not read.
        """
        body = body[:_READ_BYTES]
        text, used = decode(body, charset)
        page = cls(url=url, text=text, charset=used, status=status, at=at)
        if used == "utf-8" and not body.startswith(BOM_UTF8) and "\ufffd" not in text:
            page.__dict__["encoded"] = body  # nothing was replaced, so it is its own encoding
        return page

    @classmethod
    def from_text(
        cls, url: str, text: str, *, status: int = 200, at: datetime | None = None
    ) -> Page:
        """A page from text that a browser already decoded (a rendered DOM)."""
        text = text.encode("utf-8", "replace").decode("utf-8")
        return cls(url=url, text=text, status=status, at=at)

    @cached_property
    def encoded(self) -> bytes:
        """The text in UTF-8, as the parser and the scanners read it."""
        return self.text.encode("utf-8", "replace")

    @cached_property
    def hints(self) -> frozenset[Hint]:
        """What the markup contains: readers skip what it does not."""
        # The words of the hints are read with the first page.
        from crawler.extract.page.markup_hints import scan_markup

        return scan_markup(self.encoded)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed document, made at first use; readers take what they need from `document`."""
        return LexborHTMLParser(limit_nesting(self.encoded))

    @cached_property
    def document(self) -> Document:
        """The elements and texts of the page, walked at first use and shared by all readers."""
        return walk_tree(self.tree.root)

    @cached_property
    def base(self) -> str:
        """The address to which its links are relative: its own, or what a base element names.

        `w3lib.html.get_base_url` looks at the first 4096 characters only, which a shop's inline
        script fills.
        """
        if "document" not in self.__dict__ and not NAMES_BASE.search(self.encoded):
            return self.url  # without a walk through the document
        base = self.document.first(_BASE)
        return (absolute(self.url, base.value("href")) if base else None) or self.url


class Link(NamedTuple):
    """Where a page leads: to a listing, to the next part of a list, or to another list or page.

    A tuple, since a page has a hundred of them and a shop a hundred thousand pages.
    """

    url: str
    """Absolute, http or https, without a fragment."""
    kind: LinkKind


@dataclass(frozen=True, kw_only=True)
class PageReading:
    """What is read from one page."""

    kind: Kind
    listing: Listing | None = None
    """Set for `listing`, and for `page` with title, text, images and operator."""
    cards: tuple[Listing, ...] = ()
    """On a list: what its product cards already say of each listing."""
    links: tuple[Link, ...] = ()
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Field of the listing → the reader that found it (json-ld, microdata, open-graph, …)."""
    canonical: str | None = None
    """The address that the page itself calls its own, absolute."""
    needs_script: bool = False
    """An empty shell: a plain fetch shows nothing, a browser would."""
    blocked_why: str | None = None
    """login, captcha, waf, rate: why the page shows no content."""

    def to_json(self) -> dict[str, Any]:
        """The form of `hubiao extract`; absent keys are preferred to null, save `listing`."""
        answer: dict[str, Any] = {
            "kind": self.kind,
            "listing": self.listing.to_json() if self.listing else None,
            "links": [{"url": link.url, "kind": link.kind} for link in self.links],
        }
        if self.cards:
            answer["cards"] = [card.to_json() for card in self.cards]
        if self.sources:
            answer["sources"] = dict(self.sources)
        for name in ("canonical", "blocked_why"):
            if value := getattr(self, name):
                answer[name] = value
        if self.needs_script:
            answer["needs_script"] = True
        return answer
