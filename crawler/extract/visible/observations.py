"""Observations of a page that structured data does not describe, made in one walk."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.extract.listing_facts import ListingFacts, make_listing
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.layout import Layout, read_layout
from crawler.extract.page.page import Page
from crawler.extract.profile_fields import ProfiledPage
from crawler.extract.structured.data_attributes import declared_facts
from crawler.extract.structured.page_state import (
    find_item_by_number,
    find_items,
    find_main_item,
    name_by_number,
)
from crawler.extract.structured.script_data import priced_script_values
from crawler.extract.structured.state_item import item_facts, item_url
from crawler.extract.structured.variations import variation_facts
from crawler.extract.visible.availability import Stock, read_stock
from crawler.extract.visible.cards import Card, card_listings, find_cards
from crawler.extract.visible.price import PriceCandidate, price_candidates
from crawler.extract.visible.price_cards import cards_around_prices, lone_cards
from crawler.url.url_kind import is_listing
from crawler.url.url_parts import split
from storage.records import Listing

FEW_CARDS = 3
"""Cards from which a page has a list; below it they are no evidence of other goods."""
_MOST_ITEMS = 300
"""Goods of a page's own data that a list reads."""


@dataclass(frozen=True, kw_only=True)
class Observations:
    """One walk through a page."""

    page: Page
    heading: PageHeading
    layout: Layout
    stock: Stock
    prices: list[PriceCandidate]
    """Amounts that do not stand in product cards, the likeliest price first."""
    cards: list[Card]
    card_ids: set[int]
    """Places of the cards, where what stands in them is not the page's own."""
    items: list[dict[str, object]]
    """Goods in the page's own JSON and script objects."""
    main_item: dict[str, object] | None
    """That of them which the page is about."""
    profiled: ProfiledPage | None
    choices: ListingFacts
    """What a form of choices (规格) declares of the goods."""
    declared: ListingFacts
    """What an element declares of the goods in data- attributes."""

    @property
    def sells_first(self) -> bool:
        """Does a buy button of the page's own stand above the first card behind its headline?"""
        runs, button = self.layout.runs, self.stock.first_button
        if button is None or not runs:
            return False
        headline = runs[self.layout.start].element.index
        return all(card.index < headline or button < card.index for card, _ in self.cards)

    @property
    def card_count(self) -> int:
        """How many goods the page lists; those of its cards are read only where they may be fewer."""
        few = self.profiled is None and len(self.items) < FEW_CARDS
        return len(self.cards) if few else max(len(self.cards), len(self.card_listings()))

    def card_listings(self) -> tuple[Listing, ...]:
        """The listings of a list: by the profile, its cards, or the page's own data."""
        listings = self.profiled.cards() if self.profiled else ()
        listings = listings or card_listings(self.page, self.cards)
        if len(listings) >= FEW_CARDS or len(self.items) < FEW_CARDS:
            return listings
        url = self.page.url
        facts = ((item, item_facts(item, url)) for item in self.items[:_MOST_ITEMS])
        return tuple(
            make_listing(item_url(item, url) or url, item_facts)
            for item, item_facts in facts
            if item_facts.get("title")
        )


def observe_page(page: Page, heading: PageHeading, profiled: ProfiledPage | None) -> Observations:
    """Walk the page once for text, prices, buttons, cards and data."""
    values = priced_script_values(page)
    items = [item for value in values for item in find_items(value, page.at)]
    main_item = find_main_item(items, heading)
    layout = read_layout(page, heading, name_by_number(main_item, heading))
    cards = find_cards(page)
    if len(cards) < FEW_CARDS:
        cards = cards_around_prices(layout) or cards
    card_ids = {card.index for card, _ in cards} if len(cards) >= FEW_CARDS else set()
    stock: Stock | None = None
    if len(cards) < FEW_CARDS and (few := cards or lone_cards(layout, page)):
        few_ids = {card.index for card, _ in few}
        stock_beside = read_stock(page, layout, few_ids)
        if not _sells_beside(page, stock_beside):
            cards, card_ids, stock = few, few_ids, stock_beside
    stock = stock or read_stock(page, layout, card_ids)
    prices = price_candidates(layout, page.url, frozenset(card_ids))
    return Observations(
        page=page,
        heading=heading,
        layout=layout,
        stock=stock,
        prices=prices,
        cards=cards,
        card_ids=card_ids,
        items=items,
        main_item=main_item or (None if prices else find_item_by_number(values, heading, page.at)),
        profiled=profiled,
        choices=variation_facts(page, heading),
        declared=declared_facts(page, heading, card_ids),
    )


def _sells_beside(page: Page, stock: Stock) -> bool:
    """Does a page sell goods of its own beside its few cards?"""
    parts = split(page.url)
    return bool(stock.live_buttons + stock.disabled_buttons) or (
        parts is not None and is_listing(parts)
    )
