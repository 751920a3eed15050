"""The heading of a page: title, headlines, meta elements, canonical address, ids in its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from crawler.extract.page.element import PageElement
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text import clean_text, plain_text, title_without_site
from crawler.url.url_parts import absolute, page_parts, split

_ID = re.compile(r"[A-Za-z]{0,4}[-_]?\d[\dA-Za-z._-]{2,}")
_META = CssSelector("meta[content]")
_LINK = CssSelector("link[rel][href]")
_TITLE = CssSelector("title")
_HEADLINE = CssSelector("h1")
_MOST_HEADLINES = 8
"""First headings that are read; a bound on the work that one page may cost."""


@dataclass(frozen=True, kw_only=True)
class PageHeading:
    """Title, headlines, meta and link elements of a page, read once for every reader."""

    url: str
    title: str
    """Text of the title element."""
    headlines: tuple[str, ...]
    """Shown h1 texts."""
    meta: Mapping[str, str]
    """name / property / itemprop in lower case → content, first one wins."""
    canonical: str | None
    next_url: str | None
    language: str | None
    """Two letters, as the html element declares."""
    ids: tuple[str, ...]
    """Parts of the address that could name one item."""

    @property
    def names(self) -> tuple[str, ...]:
        """Texts that could be the name of the goods, surest first."""
        names = (*self.headlines, self.meta.get("og:title", ""), title_without_site(self.title))
        return tuple(dict.fromkeys(name for name in names if name))

    def is_named(self, name: str) -> bool:
        """Does a name stand in the page's headlines or title, or the larger part of it?

        A search page's title ("面粉") stands in the name of everything it found: that is not it.
        """
        bare_name = bare_text(name)
        if not bare_name:
            return False
        least = max(len(bare_name) / 2, 4 if _HAN.search(bare_name) else 6)
        bare_names = [bare_text(text) for text in (*self.names, self.title)]
        return any(
            bare_name in text or (len(text) >= least and text in bare_name) for text in bare_names
        )


def read_heading(page: Page) -> PageHeading:
    """Read title, h1, meta and link elements in one pass each."""
    document = page.document
    meta = _meta(page)
    links = _links(page)
    title = document.first(_TITLE)
    root = next(iter(document.elements), None)
    language = (root.value("lang") if root else "") or meta.get("og:locale") or ""
    return PageHeading(
        url=page.url,
        title=clean_text(document.text_of(title), 500) if title else "",
        headlines=tuple(_headlines(page)),
        meta=meta,
        canonical=links.get("canonical"),
        next_url=links.get("next"),
        language=language[:2].lower() or None,
        ids=url_ids(page.url),
    )


def url_ids(url: str) -> tuple[str, ...]:
    """Id-like parts of an address, last path part first, then query values."""
    address = split(url)
    if address is None:
        return ()
    parts = page_parts(address)
    query = [value for _, value in parts.pairs() if value][:20]
    chosen = [v for v in query if 1 < len(v) <= 40 and not any(c.isdigit() for c in v)]
    path = [unquote(piece) for piece in reversed(parts.path.split("/")) if piece]
    ids = []
    for piece in (*path[:4], *query):
        stem = re.sub(r"\.\w{2,5}$", "", piece)
        ids += [stem, *_ID.findall(stem)] if any(c.isdigit() for c in stem) else []
    return tuple(dict.fromkeys((*ids, *chosen)))


def _meta(page: Page) -> dict[str, str]:
    meta: dict[str, str] = {}
    for node in page.document.select(_META):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content:
            meta.setdefault(name.strip().lower()[:60], plain_text(content, 2000))
    return meta


def _links(page: Page) -> dict[str, str]:
    links: dict[str, str] = {}
    for node in page.document.select(_LINK):
        attributes = node.attributes
        for name in (attributes.get("rel") or "").lower().split():
            if name in ("canonical", "next") and name not in links:
                link = absolute(page.base, attributes.get("href") or "")
                if link:
                    links[name] = link
    return links


def _headlines(page: Page) -> list[str]:
    document = page.document
    elements = [e for e in document.select(_HEADLINE)[:_MOST_HEADLINES] if not is_hidden(e)]
    return [text for e in elements if (text := document.clean_text_of(e, 500))]


def is_hidden(element: PageElement) -> bool:
    """Is an element, or one of the five around it, marked as hidden?"""
    current: PageElement | None = element
    for _ in range(6):
        if current is None:
            return False
        attributes = current.attributes
        style = (attributes.get("style") or "").replace(" ", "").lower()
        if (
            "hidden" in attributes
            or "display:none" in style
            or attributes.get("aria-hidden") == "true"
        ):
            return True
        current = current.parent
    return False


_HAN = re.compile("[\u4e00-\u9fff]")
_BARE = re.compile(r"[\W_]+")


def bare_text(text: str) -> str:
    """A text for comparing names: its letters and digits alone, in lower case."""
    return _BARE.sub("", text).lower()
