"""Product cards that no class name gives away: blocks that repeat, each with a price and one link.

Shops made in a hurry (copied templates, counterfeit outlets) name their elements as they like; that
a short block with a link and a price stands there again and again cannot be hidden.
"""

from __future__ import annotations

import re
from collections import Counter

from crawler.extract.page.layout import Layout, text_sizes
from crawler.extract.page.markup_names import ancestors
from crawler.extract.visible.cards import Card, card_link, kind_of, shows_amount

_LARGE = re.compile(r"\d\s?(?:[MB]|mn|bn|mln|million|billion|亿)\b")
"""Turnovers and box offices, no prices."""
_CLIMB = 6
_LABEL = 60
_BLOCK = 400
_FEW = 4
_MOST = 300


def cards_around_prices(layout: Layout) -> list[Card]:
    """Cards as (card, its link), each the smallest block around a price that holds a link."""
    priced = [piece for piece in layout.pieces if _is_price(piece.text)]
    if len(priced) < _FEW:
        return []
    sizes = text_sizes(layout.pieces, _CLIMB)
    prices = Counter(block.mem_id for piece in priced for block in ancestors(piece.node, _CLIMB))
    cards: dict[str, Card] = {}
    for piece in priced:
        for block in ancestors(piece.node, _CLIMB):
            if sizes[block.mem_id] > _BLOCK or prices[block.mem_id] >= _FEW:
                break
            if (link := card_link(block)) is not None:
                cards.setdefault(link.attributes.get("href") or "", (block, link))
                break
        if len(cards) >= _MOST:
            break
    kinds = Counter(kind_of(card) for card, _ in cards.values())
    return [card for card in cards.values() if kinds[kind_of(card[0])] >= _FEW]


def _is_price(text: str) -> bool:
    return len(text) < _LABEL and shows_amount(text) and not _LARGE.search(text)
