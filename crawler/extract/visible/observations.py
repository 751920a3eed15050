"""What can be seen on a page without structured data: each observation made once and named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crawler.extract.field_candidates import Facts, make_listing
from crawler.extract.page.heading import Heading
from crawler.extract.page.layout import Layout, ancestors, lay_out
from crawler.extract.page.page import Page
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.structured.data_attributes import declared_facts
from crawler.extract.structured.page_state import (
    goods_address,
    goods_facts,
    goods_in,
    known_goods,
    main_goods,
    numbered_goods,
    sold,
)
from crawler.extract.structured.script_data import page_data
from crawler.extract.structured.variations import variation_facts
from crawler.extract.visible import attributes as listed
from crawler.extract.visible.availability import Stock, read_stock
from crawler.extract.visible.brand import labelled_brand
from crawler.extract.visible.cards import Card, card_listings, find_cards
from crawler.extract.visible.item_number import (
    address_number,
    confirmed_number,
    form_number,
    labelled_number,
    marked_number,
    printed_gtin,
)
from crawler.extract.visible.price import ShownPrice, shown_prices
from crawler.extract.visible.price_cards import cards_around_prices
from crawler.extract.visible.seller import labelled_shop
from storage.records import Listing

SHORT_NUMBER = 5
"""Numbers in an address up to this length may be anything: a category, a year."""
_SURE = 3.0
_FEW = 3
_IN_CARD = 12
_GOODS_LIMIT = 300


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One look at a page."""

    page: Page
    layout: Layout
    stock: Stock
    prices: list[ShownPrice]
    """Amounts that do not stand in product cards, the likeliest first."""
    cards: list[Card]
    data: list[dict[str, Any]]
    """Goods in the page's own JSON and script objects."""
    item: dict[str, Any] | None
    """That of them which the page is about."""
    profiled: ProfiledPage | None
    variations: dict[str, Any]
    """What a form of choices declares of them."""
    declared: dict[str, Any]
    """What an element declares of the goods in data- attributes."""

    def offered(self) -> tuple[Listing, ...]:
        """What a list says of its listings: by the profile, its cards, or the page's own data."""
        shown = self.profiled.cards() if self.profiled else ()
        shown = shown or card_listings(self.page, self.cards)
        if len(shown) >= _FEW or len(self.data) < _FEW:
            return shown
        url = self.page.url
        facts = ((item, goods_facts(item, url)) for item in self.data[:_GOODS_LIMIT])
        return tuple(
            make_listing(goods_address(item, url) or url, one)
            for item, one in facts
            if one.get("title")
        )


def look(page: Page, heading: Heading, profiled: ProfiledPage | None) -> Sight:
    """Walk the page once for text, prices, buttons, cards and data."""
    layout = lay_out(page, heading)
    cards = find_cards(page)
    if len(cards) < _FEW:
        cards = cards_around_prices(layout) or cards
    inside = {card.mem_id for card, _ in cards} if len(cards) >= _FEW else set()
    values = page_data(page)
    data = [item for value in values for item in goods_in(value)]
    prices = shown_prices(layout, page.url)
    if inside:
        prices = [p for p in prices if not _stands_in(layout, p.at, inside)]
    return Sight(
        page=page,
        layout=layout,
        stock=read_stock(page, layout, inside),
        prices=prices,
        cards=cards,
        data=data,
        item=main_goods(data, heading) or (None if prices else numbered_goods(values, heading)),
        profiled=profiled,
        variations=variation_facts(page, heading),
        declared=declared_facts(page, heading, inside),
    )


def _stands_in(layout: Layout, at: int, inside: set[int]) -> bool:
    return any(node.mem_id in inside for node in ancestors(layout.pieces[at].node, _IN_CARD))


def findings(sight: Sight, structured: list[tuple[str, Facts]]) -> list[tuple[str, Facts]]:
    """All findings in the order in which they are believed, each named for where it was seen.

    The platform's profile knows best; a printed item number goes before structured data, since it
    is what buyers and the seller quote; one choice that the address names goes before what the page
    shows of all; texts made for previews come last.
    """
    described, previews = structured[:-1], structured[-1]
    profile = [("profile", _profile(sight.profiled))] if sight.profiled else []
    state: list[tuple[str, Facts]] = []
    if sight.item:
        state = [("state", known_goods(sight.data, sight.item, sight.page.url))]
    label = ("label", {"sku": _printed(sight)})
    shown, choices = ("shown", _shown(sight)), ("declared", sight.variations)
    offer = (choices, shown) if "sku" in sight.variations else (shown, choices)
    named: list[tuple[str, Facts]] = [
        *profile, label, *described, ("table", _table(sight)), *offer,
        ("address", _address(sight)), *state, ("declared", sight.declared), previews,
        ("title", {"title": sight.layout.headline}),
    ]  # fmt: skip
    return [
        (name, {k: v for k, v in f.items() if v not in (None, "", {}, ())}) for name, f in named
    ]


def _profile(profiled: ProfiledPage) -> dict[str, Any]:
    """What the profile finds, and what the attributes that it finds tell."""
    facts = profiled.listing_facts()
    told = facts.get("attributes") or {}
    return {"brand": listed.brand_of(told), "gtin": listed.gtin_of(told)} | facts


def _printed(sight: Sight) -> str | None:
    layout, page = sight.layout, sight.page
    return labelled_number(layout) or confirmed_number(layout, page.url) or marked_number(page)


def _table(sight: Sight) -> dict[str, Any]:
    attributes = listed.read_attributes(sight.page)
    return {
        "attributes": attributes,
        "brand": listed.brand_of(attributes)
        or labelled_brand(sight.layout)
        or listed.brand_shown(sight.page, sight.layout.headline),
        "gtin": listed.gtin_of(attributes) or printed_gtin(sight.layout),
        "sku": listed.sku_of(attributes),
        "location": listed.place_of(attributes),
        "category": listed.shown_category(sight.page, sight.layout.headline),
        "description": listed.shown_description(sight.page),
    }


def _shown(sight: Sight) -> dict[str, Any]:
    layout = sight.layout
    price = next((p.amount for p in sight.prices if p.score >= _SURE), None)
    texts = [piece.text for piece in layout.pieces[:1500]]
    return {
        "title": layout.headline if layout.standing else None,
        "price": price.value if price else None,
        "currency": price.currency if price else None,
        "availability": sight.stock.availability(price is not None),
        "shop": labelled_shop(texts),
        "sales": sold(listed.sales_text([piece.text for piece in layout.main[:200]])),
    }


def _address(sight: Sight) -> dict[str, Any]:
    """An address that names the goods by a long number is surer than a form's hidden field."""
    number = address_number(sight.page.url)
    form = None if number and len(number) > SHORT_NUMBER else form_number(sight.page)
    return {"item_id": number, "sku": form}
