"""What kind of page it is: one listing, a list, an ordinary page, or nothing of use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawler.extract.kind.empty_page import (
    BARE_TEXT,
    LITTLE_TEXT,
    is_binary,
    is_empty_page,
    is_reserved_domain,
    says_goods_gone,
)
from crawler.extract.kind.list_controls import shows_list_controls
from crawler.extract.kind.shelf import has_cart, sells_goods, shows_pictures, shows_shelf
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.page import Kind, Page
from crawler.extract.weights import BY_HAND, Contribution, Weight, WeightTable

SEVERAL_CARDS = 4
"""Product cards from which a page is a list; chosen by hand."""
_FEW_CARDS = 2
"""Product cards that a page needs whose address names a list; chosen by hand."""
_SHELF_TEXT = 1500
"""Characters of visible text up to which a page with a card is a shelf of it; chosen by hand."""
_LONE_PRICE_TEXT = 3000
"""Characters of visible text up to which a lone price makes a page goods; chosen by hand."""
_ARTICLE_FACTOR = 3
"""An article shows cards beside its text: it needs so many times the cards to be a list."""
_WORDS = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 2
"""Words of an address that name goods; two thirds of them stand in the headline; chosen by hand."""
_MORE_WORDS = 3
"""Words of an address that looks like no goods' own, where one sign of goods alone stands beside them."""
_FEWEST_STEPS = 2
"""Steps of an address that looks like no goods' own; one step alone is as often a shelf. Chosen by hand."""
_SCRIPTED = re.compile(
    r"<div[^>]{0,200}\bid=[\"']?(?:app|root|__next|__nuxt|main|container|q-app|mount|react-root|ice-container|page)[\"'\s>]|"
    r"<app-root|<noscript>[^<]{0,200}(?:javascript|JavaScript|脚本)|data-reactroot|ng-app|ng-version|v-cloak",
    re.I,
)

LISTING_WEIGHTS = WeightTable(
    decision="listing",
    origin=BY_HAND,
    weights={
        "price": Weight(2.0, "1 for a price near the headline, 2 for one that is surely the price"),
        "item_number": Weight(1.0, "1 for one in the address or a form, 2 for a printed one"),
        "buy_button": Weight(2.0, "the main part has a buy button, live or switched off"),
        "listing_url": Weight(2.0, "its address looks like that of one listing"),
        "sold_out": Weight(1.0, "it says that the goods are sold out or gone"),
        "sold_out_and_numbered": Weight(1.0, "it says so and prints an item number"),
        "several_cards": Weight(-3.0, "it shows SEVERAL_CARDS at no listing's address"),
        "part_of_list": Weight(-2.0, "its address is that of a further part of a list"),
        "home": Weight(-3.0, "it is the first page of its site"),
        "list_url": Weight(-3.0, "its address names a list, and it has no buy button"),
    },
)
LISTING_SCORE = 4.0
"""Points from which a page without structured data of its goods is a listing."""


@dataclass(frozen=True, kw_only=True)
class KindSigns:
    """The signs by which the kind of a page is decided."""

    names_goods: bool
    """Structured data names one main product."""
    names_several: bool
    """Structured data names several products and none of them is the page's own."""
    price: int
    """0 no price, 1 a price near the headline, 2 one in an element made for it, alone of its kind."""
    item_number: int
    """0 no item number, 1 one in the address or a form, 2 one that the page prints."""
    buy_buttons: int
    """Live or dead buy buttons in the main part."""
    sold_out: bool
    """It says that the goods are sold out or gone."""
    cards: int
    """Product cards."""
    listing_url: bool
    list_url: bool
    """Its address names a list: a category, a shop, a search."""
    part_of_list: bool
    search: bool
    """Its address is a search's."""
    article: bool
    """It calls itself an article."""
    home: bool
    """It is the first page of its site."""

    @property
    def is_offer(self) -> bool:
        """A price, a printed number and fewer buttons than cards: the cards are recommendations."""
        return self.price > 0 and self.item_number > 1 and 0 < self.buy_buttons < self.cards

    @property
    def features(self) -> dict[str, float]:
        """The features that `LISTING_WEIGHTS` weighs."""
        several = self.cards >= SEVERAL_CARDS
        return {
            "price": self.price,
            "item_number": self.item_number,
            "buy_button": self.buy_buttons > 0,
            "listing_url": self.listing_url,
            "sold_out": self.sold_out,
            "sold_out_and_numbered": self.sold_out and self.item_number > 1,
            "several_cards": several and not self.listing_url and not self.is_offer,
            "part_of_list": self.part_of_list,
            "home": self.home,
            "list_url": self.list_url and not self.buy_buttons,
        }


@dataclass(frozen=True, kw_only=True)
class KindDecision:
    """A kind of page and the rule that decided it."""

    kind: Kind
    rule: str
    signs: KindSigns | None = None
    """None for walls, and for pages whose structured data is complete."""

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """The features of the listing score, with their points."""
        return LISTING_WEIGHTS.contributions(self.signs.features) if self.signs else ()


def decide_kind(page: Page, heading: PageHeading, visible: str, signs: KindSigns) -> KindDecision:
    """One of listing, list, page, other, by the first rule that holds.

    Walls (`blocked`) are recognised before. `visible` is the page's visible text.
    """
    kind, rule = _rule(page, heading, visible, signs)
    return KindDecision(kind=kind, rule=rule, signs=signs)


def _rule(page: Page, heading: PageHeading, visible: str, signs: KindSigns) -> tuple[Kind, str]:
    if page.status in (404, 410) or page.status >= 500:
        return "other", f"HTTP status {page.status}"
    if is_binary(page.text):
        return "other", "the file is no text"
    if signs.listing_url and not signs.price and says_goods_gone(heading, visible):
        return "other", "a listing's address that says its goods are gone"
    if is_reserved_domain(heading, visible, sells=signs.names_goods):
        return "other", "a parked or reserved name"
    if not _sells(signs) and is_empty_page(heading, visible):
        return "other", "an empty page, an error or a soft 404"
    several = signs.cards >= SEVERAL_CARDS
    listed = several and not signs.listing_url and (signs.search or signs.list_url)
    listed = listed or (_is_full_list(signs) and not signs.listing_url) or _is_shelf_of_few(signs)
    reviewed = signs.article and not (signs.listing_url or signs.buy_buttons)
    if signs.names_goods and not (signs.part_of_list and several) and not listed and not reviewed:
        return "listing", "structured data or the profile names the page's goods"
    if _is_sorted_list(page, signs, visible):
        return "list", "goods that are sorted by price or counted"
    if _is_button_shelf(signs):
        return "list", "as many buy buttons as product cards"
    if _is_listing(signs) and not _is_full_list(signs) and _is_for_sale(page, visible, signs):
        return "listing", f"{LISTING_SCORE:g} points or more for a listing"
    if signs.names_several:
        return "list", "structured data names several goods"
    read = signs.article and not signs.list_url
    if signs.cards >= SEVERAL_CARDS * (_ARTICLE_FACTOR if read else 1):
        return "list", f"{signs.cards} product cards"
    if _is_short_list(signs):
        return "list", "an address of a list, and a few product cards"
    if _is_bare_shelf(signs, visible):
        return "list", "a product card, and no goods of the page's own"
    if _is_named_goods(page, heading, signs):
        return "listing", "goods of a shop, named by the headline and the last step of the address"
    if not signs.article and (signs.home or signs.list_url or not signs.price):
        shop = has_cart(page)
        if signs.list_url and (shop or signs.buy_buttons):
            return "list", "the address of a list in a shop"
        if signs.home and sells_goods(page) and shows_pictures(page):
            return "list", "the first page of a shop, with pictures"
        if shows_shelf(page, shop=shop):
            return "list", "links with pictures to goods, again and again"
    if _is_unpriced_goods(page, heading, signs):
        return (
            "listing",
            "goods without a price: their address in a shop names what the headline does",
        )
    if len(visible) >= BARE_TEXT or heading.headlines:
        return "page", "content that is neither a listing nor a list"
    return "other", "hardly any content"


def _sells(signs: KindSigns) -> bool:
    """Enough signs of goods that a short page is no empty one."""
    count = signs.price + (signs.buy_buttons > 0) + signs.listing_url
    shelved = signs.cards >= SEVERAL_CARDS or _is_short_list(signs)
    shelved = shelved or (signs.cards > 0 and not signs.price)
    return signs.names_goods or signs.names_several or shelved or count >= 2


def _is_short_list(signs: KindSigns) -> bool:
    """A search or a shelf of two or three goods, at an address that names a list."""
    return signs.cards >= _FEW_CARDS and signs.list_url and not signs.article


def _is_sorted_list(page: Page, signs: KindSigns, visible: str) -> bool:
    """Goods with a price below the controls of a list, though there may be one of them only."""
    if signs.listing_url or signs.article or not (signs.price or signs.cards or signs.buy_buttons):
        return False
    return shows_list_controls(page, visible)


def _is_unpriced_goods(page: Page, heading: PageHeading, signs: KindSigns) -> bool:
    """Goods whose price is told on asking, or after signing in: the last step of a goods' address
    holds the words of the headline."""
    if not signs.listing_url or signs.article or signs.cards >= SEVERAL_CARDS or signs.home:
        return False
    if _named_words(page, heading) < _FEWEST_WORDS:
        return False
    return signs.item_number > 0 or sells_goods(page)


def _is_named_goods(page: Page, heading: PageHeading, signs: KindSigns) -> bool:
    """Goods of a shop whose addresses do not look like goods': the last of two or more steps holds the words
    of the headline, and a price, a button, a number or a word of stock speaks for them, too."""
    if signs.listing_url or signs.list_url or signs.search or signs.part_of_list:
        return False
    if signs.article or signs.home or signs.cards >= SEVERAL_CARDS:
        return False
    count = sum(map(bool, (signs.price, signs.buy_buttons, signs.item_number, signs.sold_out)))
    if not (signs.buy_buttons or signs.item_number) or _steps(page) < _FEWEST_STEPS:
        return False
    fewest = _FEWEST_WORDS if count > 1 else _MORE_WORDS
    return _named_words(page, heading) >= fewest and sells_goods(page)


def _steps(page: Page) -> int:
    return len([step for step in urlsplit(page.url).path.split("/") if step])


def _named_words(page: Page, heading: PageHeading) -> int:
    """Words of the last step of an address, where two thirds of them stand in the headline; else 0."""
    step = unquote(urlsplit(page.url).path).rstrip("/").rpartition("/")[2]
    words = [word for word in _WORDS.findall(step.lower()) if len(word) > 1]
    headlines = " ".join(heading.headlines).lower()
    hits = sum(word in headlines for word in words)
    return len(words) if hits * 3 >= len(words) * 2 else 0


def _is_shelf_of_few(signs: KindSigns) -> bool:
    """Structured data may name one of the goods of a shelf: an address of a list, cards, no button."""
    few = signs.cards >= _FEW_CARDS and signs.list_url
    return few and not (signs.listing_url or signs.buy_buttons or signs.item_number)


def _is_button_shelf(signs: KindSigns) -> bool:
    """Two or three goods that can be bought right here, each by a button of its own."""
    if signs.listing_url or signs.item_number or signs.names_goods or signs.article:
        return False
    return signs.buy_buttons >= signs.cards >= _FEW_CARDS


def _is_bare_shelf(signs: KindSigns, visible: str) -> bool:
    """A shelf with one to three goods and little else: their price and picture, but no price, no
    button and no item number of the page's own."""
    sells = signs.price or signs.buy_buttons or signs.listing_url
    return signs.cards > 0 and not sells and not signs.article and len(visible) < _SHELF_TEXT


def _is_full_list(signs: KindSigns) -> bool:
    """Many cards with prices and no price, no item number of the page's own, whatever its address."""
    goods = signs.price or signs.item_number or signs.sold_out
    many = signs.cards >= SEVERAL_CARDS * _ARTICLE_FACTOR
    return many and (not goods or (signs.names_several and not signs.price))


def _is_for_sale(page: Page, visible: str, signs: KindSigns) -> bool:
    """Says more than a lone price that goods are sold? Pages of services name prices, too."""
    sells = signs.buy_buttons or signs.listing_url or signs.item_number or signs.sold_out
    return bool(sells) or len(visible) < _LONE_PRICE_TEXT or sells_goods(page)


def _is_listing(signs: KindSigns) -> bool:
    searched = signs.search and signs.cards >= SEVERAL_CARDS and not signs.listing_url
    sold = (signs.listing_url or signs.item_number) and signs.buy_buttons and signs.price
    if (signs.article and not sold) or searched or (signs.names_several and not signs.listing_url):
        return False
    return LISTING_WEIGHTS.score(signs.features) >= LISTING_SCORE


def is_empty_shell(page: Page, visible: str) -> bool:
    """An empty shell that only a browser fills: almost no text, but scripts or a mount point."""
    if len(visible) > LITTLE_TEXT // 2:
        return False
    scripts = page.text.count("<script") + page.text.count("<SCRIPT")
    return bool(scripts) and (
        bool(_SCRIPTED.search(page.text[:400_000])) or len(visible) < BARE_TEXT
    )
