"""Links (链接) of a page: to listings, to the next part of a list, to other lists; never an act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from html import unescape

from w3lib.url import safe_url_string

from crawler.extract.embedded_links import embedded_links
from crawler.extract.next_links import ARROW, LABEL_LENGTH, says_next
from crawler.extract.page.document import Document
from crawler.extract.page.element import PageElement
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.markup_names import ancestors
from crawler.extract.page.page import NAMES_BASE, Link, LinkKind, Page
from crawler.extract.page.selector import CssSelector
from crawler.url.acting_links import says_act, says_buy
from crawler.url.site import site_of
from crawler.url.url_kind import is_listing, parts_kind
from crawler.url.url_parts import LONGEST_LINK, Address, absolute, origin, split
from crawler.url.visitor_choices import without_choices

MOST_LINKS = 20_000
"""Links of one page, a menu of ten thousand categories among them; a bound on the work that one page may cost."""
_QUOTED_TEXT = re.compile(r"""['"]([^'"\s]{2,500})['"]""")
_CALLED = re.compile(r"([\w.$]{1,100})\s*[(=]\s*$")
"""What stands before a quoted text: the function that is called with it, or what is set to it."""
_ACTING_CALL = re.compile(
    r"cart|del|remove|fav|collect|buy|submit|post|like|share|log|vote|confirm|alert", re.I
)
"""Names of functions whose address is an act, or no address."""
_SCRIPT_URL = re.compile(
    r"https?://|\.{0,2}/[\w?]|\?\w+=|[\w/-]+\.(?:s?html?|php|aspx?|jsp)\b", re.I
)
_SHORT_MARKUP = 3000
"""Characters of markup below which a page may only send its visitor on; chosen by hand."""
_REFRESH = re.compile(
    r"""\s*(?:[\d.]+(?=[\s;,])\s*+[;,]?+\s*+(?:url\s*=\s*)?+|url\s*=\s*+)"""
    r"""(?:"([^"]*)|'([^']*)|([^"'].*))""",
    re.I | re.S,
)
"""The content of a refresh, by the HTML Standard (shared declarative refresh steps)."""
_LOCATION_CHANGE = re.compile(
    r"""\blocation(?:\.href)?\s*=\s*['"]([^'"\s]{1,500})['"]|"""
    r"""\blocation\.(?:replace|assign)\(\s*['"]([^'"\s]{1,500})['"]"""
)
_RAW_BASE = re.compile(rb"<base\b[^<>]*?\shref\s*=\s*[\"']?([^\"'\s>]+)", re.I)
_RAW_RELATION = re.compile(rb"<link\b[^>]*>", re.I)
_RAW_LINK = re.compile(
    rb"""(?:\shref|\sdata-(?:url|href|link|next|page-url|item-url|goods-url))\s*=\s*["']([^"'<>\s#][^"'<>]{0,1999})["']"""
)
_FROM_ROOT = re.compile(r"/(?!/)|https?://[^/\s]")
_DATA_URL = re.compile(r"^\?|/|\.(?:s?html?|php|aspx?|jsp)\b")
_DATA_ATTRIBUTES = tuple(
    f"data-{name}"
    for name in (
        *("url", "href", "link", "next", "next-url", "detail-url", "page-url", "item-url", "goto"),
        *("product-url", "goods-url", "link-url", "load-url", "ajax-url", "jump", "jump-url", "to"),
        *("path", "uri", "target-url", "more", "more-url"),
    )
)
_DATA_NAMES = frozenset(_DATA_ATTRIBUTES)
_LINK = CssSelector("a[href],area[href],a[xlink:href]")
_HANDLER = CssSelector(",".join(f"[{name}]" for name in (*_DATA_ATTRIBUTES, "onclick")))
_OPTION = CssSelector("select[onchange] option[value]")
_FEED = CssSelector("link[rel~=alternate][type][href]")
_REFRESHER, _SCRIPT = CssSelector("meta[http-equiv]"), CssSelector("script")
_ARROW = CssSelector(ARROW)
_FEED_TYPE = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json|rdf\+xml)|text/xml", re.I)


def read_links(
    page: Page, heading: PageHeading, card_links: frozenset[int] = frozenset()
) -> tuple[Link, ...]:
    """Every address worth a visit, once each, in the order of the page, at most `MOST_LINKS`.

    `card_links` are the places of link elements that stand in product cards.

    >>> from crawler.extract.page.heading import read_heading
    >>> page = Page.from_text(
    ...     "https://shop.example/c/flour",
    ...     '<a href="/item/80231.html">面粉</a><a href="?page=2">下一页</a><a href="/cart">购物车</a>',
    ... )
    >>> for link in read_links(page, read_heading(page)):
    ...     print(link.kind, link.url)
    listing https://shop.example/item/80231.html
    next https://shop.example/c/flour?page=2
    """
    base = page.base
    here = split(page.url)
    site = site_of(here.hostname) if here else ""
    links: dict[str, LinkKind] = {}
    if heading.next_url:
        links[heading.next_url] = "next"
    for feed in _feeds(page, base):
        links[feed] = "list"
    root, own_root, own_url = origin(base), origin(page.url), page.url
    charset, text_of = page.charset, page.document.text_of
    for href, element in _references(page):
        start = root if _FROM_ROOT.match(href) else base
        url, link_site, kind = link_target(start, href, charset)
        if not kind or (link_site != site and kind != "listing") or url == own_url:
            continue
        if links.get(url, "list") != "list":
            continue
        label = text_of(element)[:LABEL_LENGTH]
        if _is_action_label(label, kind):
            continue
        if kind == "paged" and not url.startswith(f"{own_root}/"):
            kind = "plain"  # a numbered page of another host (help, forum) continues no list of this one
        if kind == "listing" or element.index in card_links:
            links[url] = "listing"
        elif kind == "paged" or _is_next_link(page, element, label):
            links[url] = "next"
        else:
            links[url] = "list"
        if len(links) >= MOST_LINKS:
            break
    return tuple(map(Link._make, links.items()))


def raw_links(url: str, body: bytes, charset: str) -> dict[str, str]:
    """Address → kind of address (listing, paged, plain) of a page's links, without its tree.

    For a page that was read before: what of its markup looks like a link and may be followed, from the
    base that it names, if any.
    """
    here = split(url)
    if here is None:
        return {}
    base, site = url, site_of(here.hostname)
    if NAMES_BASE.search(body) and (match := _RAW_BASE.search(body)):
        base = absolute(url, unescape(match[1].decode(charset, "replace"))) or url
        body = body[: match.start()] + body[match.end() :]
    body = _RAW_RELATION.sub(_next_alone, body)
    root = origin(base)
    links: dict[str, str] = {}
    for raw in dict.fromkeys(_RAW_LINK.findall(body)):
        href = raw.decode(charset, "replace")
        href = unescape(href) if "&" in href else href
        start = root if _FROM_ROOT.match(href) else base
        target, link_site, kind = link_target(start, href, charset)
        if kind and (link_site == site or kind == "listing") and target != url:
            links[target] = kind
    return links


def _next_alone(relation: re.Match[bytes]) -> bytes:
    """A `<link>` that names the next part of a list; those to the page's other addresses are none to follow."""
    return relation[0] if b"next" in relation[0].lower() else b""


def link_target(base: str, href: str, charset: str) -> tuple[str, str, str]:
    """(address, site, kind) of a link; the kind is empty for what is not to be followed.

    A query is sent in the page's own charset (URL Standard, query state): a GBK shop does not
    understand its own words in UTF-8.

    Cached, because the pages of one site repeat the same links; `base` is the site's origin
    where that is all the link needs. One that is too long is not kept: it may hold a picture.
    """
    return _link_target(base, href, charset) if len(href) <= LONGEST_LINK else ("", "", "")


@lru_cache(maxsize=16_384)
def _link_target(base: str, href: str, charset: str) -> tuple[str, str, str]:
    url = absolute(base, href)
    if url is None:
        return "", "", ""
    url = without_choices(url)
    if charset != "utf-8" and "?" in url and not url.isascii():
        with suppress(UnicodeError):  # a word that the charset does not hold goes in UTF-8
            url = safe_url_string(url, encoding=charset)
    parts = split(url)
    return (url, *parts_kind(parts)) if parts is not None else ("", "", "")


def _feeds(page: Page, base: str) -> Iterator[str]:
    """Feeds that a page offers; the comments on one post are none of a shop's goods."""
    here = split(page.url)
    if here is None or is_listing(here):
        return
    for element in page.document.select(_FEED):
        if _FEED_TYPE.fullmatch(element.value("type").partition(";")[0].strip()):
            url = absolute(base, element.value("href"))
            if url and url != page.url and "comment" not in url and _same_site(url, here):
                yield url


def _same_site(url: str, here: Address) -> bool:
    there = split(url)
    return there is not None and site_of(there.hostname) == site_of(here.hostname)


def _references(page: Page) -> Iterator[tuple[str, PageElement]]:
    """(reference, element that holds it)."""
    document = page.document
    is_short = len(page.text) < _SHORT_MARKUP
    yield from _refreshes(document, without_scripts=is_short)
    if is_short:
        yield from _location_changes(document)
    for element in document.select(_LINK):
        attributes = element.attributes
        href = attributes.get("href") or attributes.get("xlink:href")  # in a drawing (SVG)
        if not href:
            continue
        if href[0] != "#" or href[1:2] in ("/", "!"):
            yield href, element
        if href[0] in "jJ" and href[:11].lower() == "javascript:":
            yield from ((url, element) for url in _script_urls(href))
    for element in document.select(_HANDLER):
        names = _DATA_NAMES.intersection(element.attributes)
        for name in sorted(names, key=_DATA_ATTRIBUTES.index) if len(names) > 1 else names:
            if (value := element.value(name)) and _DATA_URL.search(value):
                yield value, element
        if script := element.value("onclick"):
            yield from ((url, element) for url in _script_urls(script))
    yield from embedded_links(page)
    for element in document.select(_OPTION):
        value = element.value("value")
        if _SCRIPT_URL.match(value):
            yield value, element


def _refreshes(document: Document, *, without_scripts: bool) -> Iterator[tuple[str, PageElement]]:
    """(address, element) to which a page sends its visitor on, at once or later; `without_scripts`
    also where it is for browsers without scripts: a full page names itself there once more.

    `w3lib.html.get_meta_refresh` reads the first 4096 characters, scripts within `noscript` not,
    and knows neither a comma nor an address without `url=`, which browsers follow.
    """
    for element in document.select(_REFRESHER):
        if element.value("http-equiv").lower() == "refresh":
            if not without_scripts and any(e.tag == "noscript" for e in ancestors(element, 2)):
                continue
            refresh = _REFRESH.match(element.value("content"))
            if refresh and (href := (refresh[1] or refresh[2] or refresh[3] or "").strip()):
                yield href, element


def _location_changes(document: Document) -> Iterator[tuple[str, PageElement]]:
    """(address, script) to which an almost empty page goes on by script."""
    for element in document.select(_SCRIPT):
        for set_to, called_with in _LOCATION_CHANGE.findall(document.text_of(element)):
            yield set_to or called_with, element


def _script_urls(script: str) -> Iterator[str]:
    """Addresses among the quoted texts of a handler, except arguments of a function that acts."""
    script = script[:2000]
    for quoted in _QUOTED_TEXT.finditer(script):
        if _SCRIPT_URL.match(quoted[1]):
            called = _CALLED.search(script[max(0, quoted.start() - 120) : quoted.start()])
            if called is None or not _ACTING_CALL.search(called[1]):
                yield quoted[1]


def _is_next_link(page: Page, element: PageElement, text: str) -> bool:
    return says_next(
        element.attributes, text, lambda: page.document.first_in(element, _ARROW) is not None
    )


@lru_cache(maxsize=4096)
def _is_action_label(label: str, kind: str) -> bool:
    """Does the link's own text say that it does something? A buy link may lead to the goods."""
    return says_act(label) and not (kind == "listing" and says_buy(label))
