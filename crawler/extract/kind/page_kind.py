"""What kind of page it is: one listing, a list, an ordinary page, or nothing of use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extract.kind.empty_page import (
    BARE_TEXT,
    LITTLE_TEXT,
    is_binary,
    is_empty_page,
    is_reserved_domain,
    says_goods_gone,
)
from crawler.extract.kind.kind_signs import LISTING_SCORE, LISTING_WEIGHTS, SEVERAL_CARDS, KindSigns
from crawler.extract.kind.list_controls import shows_list_controls
from crawler.extract.kind.named_goods import (
    is_goods_on_request,
    is_named_goods,
    is_undrawn_goods,
    is_unpriced_goods,
)
from crawler.extract.kind.program_kind import script_kind
from crawler.extract.kind.shelf import has_cart, sells_goods, shows_pictures, shows_shelf
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.page import Kind, Page
from crawler.extract.weights import Contribution
from crawler.url.acting_links import is_acting
from crawler.url.url_parts import split

_FEW_CARDS = 2
"""Product cards that a page needs whose address names a list; chosen by hand."""
_SHELF_TEXT = 1500
"""Characters of visible text up to which a page with a card is a shelf of it; chosen by hand."""
_LONE_PRICE_TEXT = 3000
"""Characters of visible text up to which a lone price makes a page goods; chosen by hand."""
_ARTICLE_FACTOR = 3
"""An article shows cards beside its text: it needs so many times the cards to be a list."""
_SCRIPTED = re.compile(
    r"<div[^>]{0,200}\bid=[\"']?(?:app|root|__next|__nuxt|main|container|q-app|mount|react-root|ice-container|page)[\"'\s>]|"
    r"<app-root|<noscript>[^<]{0,200}(?:javascript|JavaScript|脚本)|data-reactroot|ng-app|ng-version|v-cloak",
    re.I,
)


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
    kind, rule = _first_rule(page, heading, visible, signs)
    return KindDecision(kind=kind, rule=rule, signs=signs)


Decided = tuple[Kind, str] | None
"""A kind and its rule; None where a rule does not hold."""


def _first_rule(
    page: Page, heading: PageHeading, visible: str, signs: KindSigns
) -> tuple[Kind, str]:
    return (
        _empty_rule(page, heading, visible, signs)
        or _declared_rule(page, heading, signs)
        or _offer_rule(page, heading, visible, signs)
        or _cards_rule(page, heading, signs, visible)
        or _shop_rule(page, heading, signs)
        or _plain_rule(heading, visible)
    )


def _empty_rule(page: Page, heading: PageHeading, visible: str, signs: KindSigns) -> Decided:
    """By what a page lacks: errors, soft 404, parked names, pages that a script has not drawn yet."""
    if page.status in (404, 410) or page.status >= 500:
        return "other", f"HTTP status {page.status}"
    if is_binary(page.text):
        return "other", "the file is no text"
    if signs.listing_url and not signs.price and says_goods_gone(heading, visible):
        return "other", "a listing's address that says its goods are gone"
    if is_reserved_domain(heading, visible, sells=signs.names_goods or signs.previews_goods):
        return "other", "a parked or reserved name"
    if is_undrawn_goods(page, heading, visible, signs):
        return "listing", "goods that a script draws: their address names what the title does"
    if not _sells(signs) and is_empty_page(heading, visible):
        return "other", "an empty page, an error or a soft 404"
    return None


def _declared_rule(page: Page, heading: PageHeading, signs: KindSigns) -> Decided:
    """By what the page's data and the shop's program say of it."""
    if signs.never_sold and not (signs.list_url or signs.program == "list"):
        return "page", "its data name a recipe, an episode or a vacancy"
    several = signs.cards >= SEVERAL_CARDS
    listed = several and not signs.listing_url and (signs.search or signs.list_url)
    listed = listed or (_is_full_list(signs) and not signs.listing_url) or _is_shelf_of_few(signs)
    described = signs.listing_url and signs.names_goods
    reviewed = signs.article and not (described or signs.buy_buttons)
    if signs.program == "list" and not signs.home:
        return "list", "the shop's program calls it a shelf"
    named = signs.names_goods or _is_previewed_goods(page, signs)
    beside_others = several and (signs.part_of_list or signs.home)
    if named and not (beside_others or listed or reviewed):
        return "listing", "structured data or the profile names the page's goods"
    if signs.program == "goods" and not signs.home and heading.headlines:
        return "listing", "the shop's program calls it the page of one listing"
    return None


def _offer_rule(page: Page, heading: PageHeading, visible: str, signs: KindSigns) -> Decided:
    """By the prices, buttons, numbers and controls that the page shows, and what its scripts call it."""
    if _is_sorted_list(page, signs, visible):
        return "list", "goods that are sorted by price or counted"
    if _is_button_shelf(signs):
        return "list", "as many buy buttons as product cards"
    if (
        _is_listing(signs)
        and not (_is_full_list(signs) or _is_crowded(signs))
        and _is_for_sale(page, visible, signs)
    ):
        return "listing", f"{LISTING_SCORE:g} points or more for a listing"
    if signs.names_several:
        return "list", "structured data names several goods"
    if (scripts_kind := _script_rule(page, signs)) is not None:
        return scripts_kind
    if signs.sells_first and is_named_goods(page, heading, signs):
        return "listing", "a button above its cards, named by the headline and the address"
    return None


def _cards_rule(page: Page, heading: PageHeading, signs: KindSigns, visible: str) -> Decided:
    """By how many product cards there are, unless they stand behind goods without a price."""
    if is_goods_on_request(heading, visible, signs):
        return "listing", "goods whose price is told on asking"
    read = signs.article and not signs.list_url
    if signs.cards >= SEVERAL_CARDS * (_ARTICLE_FACTOR if read else 1):
        return "list", f"{signs.cards} product cards"
    if _is_short_list(signs):
        return "list", "an address of a list, and a few product cards"
    if _is_bare_shelf(page, signs, visible):
        return "list", "a product card, and no goods of the page's own"
    return None


def _shop_rule(page: Page, heading: PageHeading, signs: KindSigns) -> Decided:
    """By names in the address and links of a shop, where the page shows no price."""
    if is_named_goods(page, heading, signs):
        return "listing", "goods of a shop, named by the headline and the last step of the address"
    if not signs.article and (signs.home or signs.list_url or not signs.price):
        shop = has_cart(page)
        if signs.list_url and (shop or signs.buy_buttons):
            return "list", "the address of a list in a shop"
        if signs.home and sells_goods(page) and shows_pictures(page):
            return "list", "the first page of a shop, with pictures"
        if shows_shelf(page, shop=shop):
            return "list", "links with pictures to goods, again and again"
    if is_unpriced_goods(page, heading, signs):
        why = "goods without a price: their address in a shop names what the headline does"
        return "listing", why
    return None


def _plain_rule(heading: PageHeading, visible: str) -> tuple[Kind, str]:
    if len(visible) >= BARE_TEXT or heading.headlines:
        return "page", "content that is neither a listing nor a list"
    return "other", "hardly any content"


def _is_previewed_goods(page: Page, signs: KindSigns) -> bool:
    """Goods to social networks, and one sign more: programs say so of any page, lists among them."""
    if not signs.previews_goods or (signs.home and not signs.price):
        return False
    if signs.cards >= SEVERAL_CARDS * _ARTICLE_FACTOR and not signs.listing_url:
        return signs.price > 0 or signs.sells_first
    return signs.signs_of_goods > 0 or signs.listing_url or sells_goods(page)


def _script_rule(page: Page, signs: KindSigns) -> Decided:
    """By the kind that the page's scripts state, where its address and its text do not gainsay."""
    scripts_kind = script_kind(page)
    if scripts_kind == "" or signs.article or signs.home:
        return None
    if scripts_kind == "list":
        if signs.listing_url or not (signs.cards or signs.list_url or has_cart(page)):
            return None
        return "list", "its scripts call it a shelf"
    if signs.list_url or signs.search or signs.part_of_list:
        return None
    numbered = signs.item_number > 1 or signs.listing_url
    if not (signs.price or signs.buy_buttons or numbered or sells_goods(page)):
        return None
    address = split(page.url)
    if address is None or is_acting(address):
        return None  # an account, a cart
    return "listing", "its scripts call it the page of one listing"


def _sells(signs: KindSigns) -> bool:
    """Enough signs of goods that a short page is no empty one."""
    count = signs.price + (signs.buy_buttons > 0) + signs.listing_url
    shelved = signs.cards >= SEVERAL_CARDS or _is_short_list(signs)
    shelved = shelved or (signs.cards > 0 and not signs.price)
    named = signs.names_goods or signs.previews_goods or signs.names_several
    return named or shelved or count >= 2


def _is_short_list(signs: KindSigns) -> bool:
    """A search or a shelf of two or three goods, at an address that names a list."""
    return signs.cards >= _FEW_CARDS and signs.list_url and not signs.article


def _is_sorted_list(page: Page, signs: KindSigns, visible: str) -> bool:
    """Goods with a price below the controls of a list, though there may be one of them only."""
    if signs.listing_url or not (signs.price or signs.cards or signs.buy_buttons):
        return False
    if signs.article and signs.cards < SEVERAL_CARDS:
        return False
    return shows_list_controls(page, visible)


def _is_shelf_of_few(signs: KindSigns) -> bool:
    """Structured data may name one of the goods of a shelf: an address of a list, cards, no button."""
    few = signs.cards >= _FEW_CARDS and signs.list_url
    return few and not (signs.listing_url or signs.buy_buttons or signs.item_number)


def _is_button_shelf(signs: KindSigns) -> bool:
    """Two or three goods that can be bought right here, each by a button of its own; at an address that
    names a list the buttons alone say so."""
    if signs.listing_url or signs.item_number or signs.names_goods or signs.article:
        return False
    if signs.list_url and signs.buy_buttons >= SEVERAL_CARDS:
        return True
    if signs.sells_first:
        return False
    return signs.buy_buttons >= signs.cards >= _FEW_CARDS


def _is_bare_shelf(page: Page, signs: KindSigns, visible: str) -> bool:
    """A shelf with one to three goods and little else, or with two or three in a shop: their price and
    picture, but no price, no button and no item number of the page's own."""
    sells = signs.price or signs.buy_buttons or signs.listing_url
    if not signs.cards or sells or signs.article:
        return False
    if len(visible) < _SHELF_TEXT:
        return True
    return signs.cards >= _FEW_CARDS and not signs.item_number and sells_goods(page)


def _is_full_list(signs: KindSigns) -> bool:
    """Many cards with prices and no price, no item number of the page's own, whatever its address."""
    goods = signs.price or signs.item_number or signs.sold_out
    many = signs.cards >= SEVERAL_CARDS * _ARTICLE_FACTOR
    return many and (not goods or (signs.names_several and not signs.price))


def _is_crowded(signs: KindSigns) -> bool:
    """Many cards, and of the page's own only a price somewhere near the headline, though its address looks
    like that of goods."""
    sold = signs.price > 1 or signs.item_number or signs.buy_buttons or signs.sold_out
    return signs.cards >= SEVERAL_CARDS * _ARTICLE_FACTOR and not sold


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
