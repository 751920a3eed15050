"""Product cards (商品卡片) on a list: blocks that repeat, each with one link and one price."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.pages.page import Page

_SELECTOR = (
    "[class*=product],[class*=Product],[class*=goods],[class*=Goods],[class*=item],[class*=Item],"
    "[class*=card],[class*=Card],[class*=offer],[class*=listing],li,article"
)
_PRICE = re.compile(
    r"[¥￥$€£₹₩₽]\s?\d|\d[\d.,\s]{0,12}\s?(?:元|円|€|zł|kč|kr\b|руб|₽|£|원|лв|lei|ft\b|eur\b|usd\b)", re.I
)
_TEXT = 1200
_MOST = 3000


def find_cards(page: Page) -> list[tuple[LexborNode, LexborNode]]:
    """Cards as (card element, its link), smallest block that holds a link and a price."""
    found: dict[int, tuple[LexborNode, LexborNode]] = {}
    seen: set[int] = set()
    for node in page.tree.css(_SELECTOR)[:_MOST]:
        link = node.css_first("a[href]")
        if link is None or link.mem_id in seen:
            continue
        text = node.text(separator=" ")
        if len(text) > _TEXT or not _PRICE.search(text):
            continue
        seen.add(link.mem_id)
        found[node.mem_id] = (node, link)
    return list(found.values())


def card_links(page: Page) -> frozenset[int]:
    """The identities of link elements that stand in product cards, every link of a card."""
    shown: set[int] = set()
    for card, first in find_cards(page):
        address = first.attributes.get("href")
        shown |= {a.mem_id for a in card.css("a[href]") if a.attributes.get("href") == address}
    return frozenset(shown)
