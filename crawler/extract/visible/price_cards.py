"""Product cards that no class name gives away: blocks that repeat, each with a price and one link.

Shops made in a hurry (copied templates, counterfeit outlets) name their elements as they like; that
a short block with a link and a price stands there again and again cannot be hidden.
"""

from __future__ import annotations

import re
from collections import Counter

from crawler.extract.page.document import TextRun
from crawler.extract.page.element import PageElement
from crawler.extract.page.layout import Layout
from crawler.extract.page.markup_names import FRAME_TAGS, ancestors
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.page.text_marks import MARKS
from crawler.extract.visible.cards import SHORTEST_PRICE, Card, card_kind, card_link, shows_amount
from crawler.url.url_parts import absolute

_FRAME_DEPTH = 14
"""Elements between an amount and the frame of the page in which it stands; chosen by hand."""
_IMAGE = CssSelector("img")
_DIGIT = re.compile(r"\d")
_LARGE = re.compile(r"\d\s?(?:[MB]|mn|bn|mln|million|billion|亿)\b")
"""Turnovers and box offices, no prices."""
_CARD_DEPTH = 6
"""Elements between a price and the card in which it stands; chosen by hand."""
_PRICE_LENGTH = 60
"""Characters of a text that is a price; chosen by hand."""
_CARD_LENGTH = 400
"""Characters that a card shows; chosen by hand."""
_FEWEST = 4
"""Prices, and cards of one kind, from which blocks repeat; chosen by hand."""
_MOST_CARDS = 300
"""Cards of one list; a bound on the work that one page may cost."""


def cards_around_prices(layout: Layout) -> list[Card]:
    """Cards as (card, its link), each the smallest block around a price that holds a link."""
    priced = _prices(layout)
    if len(priced) < _FEWEST:
        return []
    document = layout.document
    prices = Counter(block.index for run in priced for block in ancestors(run.element, _CARD_DEPTH))
    cards: dict[str, Card] = {}
    for run in priced:
        for block in ancestors(run.element, _CARD_DEPTH):
            if document.visible_length(block) > _CARD_LENGTH or prices[block.index] >= _FEWEST:
                break
            if (link := card_link(document, block)) is not None:
                cards.setdefault(link.value("href"), (block, link))
                break
        if len(cards) >= _MOST_CARDS:
            break
    kinds = Counter(card_kind(card) for card, _ in cards.values())
    return [card for card in cards.values() if kinds[card_kind(card[0])] >= _FEWEST]


def lone_cards(layout: Layout, page: Page) -> list[Card]:
    """The one to three cards of a short shelf, which repeat too seldom to be known by that: each the
    smallest block around a price with a picture and a link to another page, without the headline."""
    document = layout.document
    cards: dict[str, Card] = {}
    for run in _prices(layout):
        if _stands_in_frame(run.element):
            continue
        for block in ancestors(run.element, _CARD_DEPTH):
            if document.visible_length(block) > _CARD_LENGTH:
                return []
            link = card_link(document, block)
            if link is None or document.first_in(block, _IMAGE) is None:
                continue
            target = absolute(page.base, link.value("href")) or page.url
            if _holds_headline(layout, block, link) or target == page.url:
                return []
            cards.setdefault(target, (block, link))
            break
        else:
            return []
    return list(cards.values()) if len(cards) < _FEWEST else []


def _holds_headline(layout: Layout, block: PageElement, link: PageElement) -> bool:
    """Does a block hold the page's headline, not only a link to goods that are called by it and more
    ("枸杞" above "示例牌枸杞 500g")?"""
    document, headline = layout.document, layout.headline
    if not headline or headline not in document.text_of(block, " "):
        return False
    runs = document.runs_of(block)
    if any(run.position == layout.start or run.text == headline for run in runs):
        return True
    image = document.first_in(link, _IMAGE)
    names = (document.text_of(link, " "), link.value("title"), image.value("alt") if image else "")
    return not any(headline in name and len(name) > len(headline) for name in names)


def _stands_in_frame(element: PageElement) -> bool:
    """Is it the total of the cart, or another amount in the frame of the page?"""
    return any(around.tag in FRAME_TAGS for around in ancestors(element, _FRAME_DEPTH))


def _prices(layout: Layout) -> list[TextRun]:
    """The texts that are a price."""
    return [layout.runs[position] for position in layout.positions_marked(_PRICE)]


def _is_price(text: str) -> bool:
    if len(text) >= _PRICE_LENGTH or not _DIGIT.search(text):
        return False
    return shows_amount(text) and not _LARGE.search(text)


_PRICE = MARKS.declare_test(_is_price, among=SHORTEST_PRICE)
