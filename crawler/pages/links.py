"""Where a page leads: listings, the next part of a list, other lists; never an acting link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from crawler.address import absolute, site_of, split
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
        url = absolute(base, href)
        if url is None or url == page.url or (url in found and found[url] != "list"):
            continue
        kind = _kind(url, node, site, shown)
        if kind:
            found[url] = kind
        if len(found) >= _LIMIT:
            break
    return tuple(Link(url=url, kind=kind) for url, kind in found.items())


def _base(page: Page) -> str:
    if "<base" not in page.text[:20_000].lower():
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


def _kind(url: str, node: LexborNode, site: str, shown: frozenset[int]) -> LinkKind | None:
    where, kind = address_kind(url)
    if kind == "listing":
        return "listing"
    if not kind or where != site:
        return None
    if node.mem_id in shown:
        return "listing"
    return "next" if kind == "paged" or _says_next(node) else "list"


def _says_next(node: LexborNode) -> bool:
    shown = node.attributes
    if "next" in (shown.get("rel") or "").lower().split():
        return True
    label = shown.get("aria-label") or shown.get("title") or ""
    return bool(_NEXT.match(label) or _NEXT.match((node.text() or "")[:40]))
