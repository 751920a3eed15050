"""Goods that the address of their page and its headline name alike, where no price and no data speak for them."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.extract.kind.empty_page import BARE_TEXT
from crawler.extract.kind.kind_signs import SEVERAL_CARDS, KindSigns
from crawler.extract.kind.shelf import sells_goods
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.page import Page
from crawler.extract.vocabulary import load_vocabulary

_WORDS = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 2
"""Words of an address that name goods; two thirds of them stand in the headline; chosen by hand."""
_MORE_WORDS = 3
"""Words of an address that looks like no goods' own, where one sign of goods alone stands beside them."""
_ON_REQUEST = load_vocabulary(__package__, "price_on_request.yml").pattern("on_request")
_REQUEST_LENGTH = 2500
"""Characters of visible text in which the place of the price lies, behind a menu; chosen by hand."""
_TEXT_PATH = re.compile(r"/pages/", re.I)
"""Path of texts that shop programs keep beside their goods (Shopify)."""
_FEWEST_STEPS = 2
"""Steps of an address that looks like no goods' own; one step alone is as often a shelf, unless a price and a
button or a number stand there. Chosen by hand."""


def is_undrawn_goods(page: Page, heading: PageHeading, visible: str, signs: KindSigns) -> bool:
    """The page of goods before a script has drawn it; what its data list are other goods."""
    if not signs.listing_url or signs.home or signs.article or len(visible) >= BARE_TEXT:
        return False
    return _named_words(page, heading) >= _FEWEST_WORDS


def is_named_goods(page: Page, heading: PageHeading, signs: KindSigns) -> bool:
    """Goods of a shop whose addresses do not look like goods': the last of two or more steps holds the words
    of the headline, and a price, a button, a number or a word of stock speaks for them, too."""
    if signs.listing_url or signs.list_url or signs.search or signs.part_of_list:
        return False
    if signs.article or signs.home or (signs.cards >= SEVERAL_CARDS and not signs.sells_first):
        return False
    if not (signs.buy_buttons or signs.item_number) or _TEXT_PATH.search(page.url):
        return False
    if len(_steps(page)) < _FEWEST_STEPS and not (signs.price and signs.signs_of_goods > 1):
        return False
    fewest = _FEWEST_WORDS if signs.signs_of_goods > 1 else _MORE_WORDS
    return _named_words(page, heading) >= fewest and sells_goods(page)


def is_unpriced_goods(page: Page, heading: PageHeading, signs: KindSigns) -> bool:
    """Goods whose price is told on asking, or after signing in: the last step of a goods' address
    holds the words of the headline."""
    if not signs.listing_url or signs.article or signs.cards >= SEVERAL_CARDS or signs.home:
        return False
    if _named_words(page, heading) < _FEWEST_WORDS:
        return False
    return signs.item_number > 0 or sells_goods(page)


def is_goods_on_request(heading: PageHeading, visible: str, signs: KindSigns) -> bool:
    """The page of goods whose price is told on asking (面议): at a goods' address, before what else the
    shop sells."""
    if not signs.listing_url or signs.cards < SEVERAL_CARDS or signs.price:
        return False
    if signs.article or signs.search:
        return False
    return bool(heading.names) and bool(_ON_REQUEST.search(visible[:_REQUEST_LENGTH]))


def _steps(page: Page) -> list[str]:
    return [step for step in unquote(urlsplit(page.url).path).split("/") if step]


def _named_words(page: Page, heading: PageHeading) -> int:
    """Words of one of the last two steps of an address (a number may stand behind the name), where two
    thirds of them stand in the page's name; else 0."""
    names = " ".join(heading.headlines or heading.names).lower()
    counts = [0]
    for step in _steps(page)[-2:]:
        words = [word for word in _WORDS.findall(step.lower()) if len(word) > 1]
        if sum(word in names for word in words) * 3 >= len(words) * 2:
            counts.append(len(words))
    return max(counts)
