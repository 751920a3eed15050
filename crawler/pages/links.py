"""Where a page leads: listings, the next part of a list, other lists; never an acting link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from selectolax.lexbor import LexborNode

from crawler.address import absolute, origin, site_of, split
from crawler.pages.addresses import address_kind
from crawler.pages.heading import Heading
from crawler.pages.page import Link, LinkKind, Page

_LIMIT = 5000
_NEXT = re.compile(
    r"^\s*(?:next(?:\s+page)?|下一?页|下页|后页|load\s+more|show\s+more|more\s+results|加载更多|"
    r"查看更多|更多商品|weiter|nächste(?:\s+seite)?|suivante?|siguiente|avanti|successiv[oa]|próxim[oa]|"
    r"volgende|dalej|次へ|次のページ|다음|далее|следующая|[›»→>]|&gt;)\s*[›»→>]*\s*$",
    re.I,
)
_IN_SCRIPT = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\(|\b(?:go|goto|jump|"""
    r"""open|toPage|navigate|redirect|goDetail|toDetail|goUrl|openUrl)\w*\()\s*['"]([^'"\s]{1,500})['"]""",
    re.I,
)
_BASE = re.compile("<base", re.I)
_ROOTED = re.compile(r"/(?!/)|https?://[^/\s]")
_REFERENCE = re.compile(r"^\?|/|\.htm")
_DATA = ("data-url", "data-href", "data-link", "data-next", "data-next-url", "data-detail-url")
_SELECTOR = (
    "[data-url],[data-href],[data-link],[data-next],[data-next-url],[data-detail-url],[onclick]"
)


def read_links(
    page: Page, heading: Heading, shown: frozenset[int] = frozenset()
) -> tuple[Link, ...]:
    """Every address worth a visit, once each, in the order of the page.

    `shown` are the identities of link elements that stand in product cards.
    """
    base = _base(page)
    here = split(page.url)
    site = site_of(here.hostname) if here else ""
    found: dict[str, LinkKind] = {}
    if heading.next_url:
        found[heading.next_url] = "next"
    for href, node in _references(page):
        url, where, kind = _lead(base, href)
        if not kind or url == page.url or found.get(url, "list") != "list":
            continue
        if kind == "listing":
            found[url] = "listing"
        elif where == site:
            found[url] = _kind(kind, node, shown)
        if len(found) >= _LIMIT:
            break
    return tuple(map(Link._make, found.items()))


def _lead(base: str, href: str) -> tuple[str, str, str]:
    """(address, site, kind) of a link; the kind is empty for what is not to be followed."""
    return _known_lead(origin(base) if _ROOTED.match(href) else base, href)


@lru_cache(maxsize=32_768)
def _known_lead(base: str, href: str) -> tuple[str, str, str]:
    """Cached, because the pages of one site repeat the same links; `base` is the site's origin
    where that is all the link needs."""
    url = absolute(base, href)
    return (url, *address_kind(url)) if url is not None else ("", "", "")


def _base(page: Page) -> str:
    if not _BASE.search(page.text, 0, 20_000):
        return page.url
    node = page.tree.css_first("base[href]")
    href = node.attributes.get("href") if node else None
    return absolute(page.url, href or "") or page.url


def _references(page: Page) -> Iterator[tuple[str, LexborNode]]:
    for node in page.tree.css("a[href],area[href]"):
        href = node.attributes.get("href")
        if href and (href[0] != "#" or href[1:2] in ("/", "!")):
            yield href, node
    if "data-" in page.text or "onclick" in page.text:
        for node in page.tree.css(_SELECTOR):
            shown = node.attributes
            values = (value for name in _DATA if (value := shown.get(name)))
            yield from ((value, node) for value in values if _REFERENCE.search(value))
            if script := shown.get("onclick"):
                yield from ((found, node) for found in _IN_SCRIPT.findall(script[:2000]))


def _kind(kind: str, node: LexborNode, shown: frozenset[int]) -> LinkKind:
    if shown and node.mem_id in shown:
        return "listing"
    return "next" if kind == "paged" or _says_next(node) else "list"


def _says_next(node: LexborNode) -> bool:
    shown = node.attributes
    relation = shown.get("rel")
    if relation and "next" in relation.lower().split():
        return True
    label = shown.get("aria-label") or shown.get("title")
    return bool(label and _NEXT.match(label)) or _means_next((node.text() or "")[:40])


@lru_cache(maxsize=4096)
def _means_next(label: str) -> bool:
    return bool(_NEXT.match(label))
