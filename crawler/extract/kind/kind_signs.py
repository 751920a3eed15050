"""The signs by which the kind of a page is decided, and what each is worth for a listing."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.extract.kind.program_kind import ProgramKind
from crawler.extract.weights import BY_HAND, Weight, WeightTable

SEVERAL_CARDS = 4
"""Product cards from which a page is a list; chosen by hand."""

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
    previews_goods: bool
    """It calls itself a product to social networks."""
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
    never_sold: bool
    """Its data name a recipe, an episode or a vacancy, and no goods."""
    home: bool
    """It is the first page of its site."""
    sells_first: bool
    """A buy button stands above the first card behind its headline."""
    program: ProgramKind
    """What the shop's program calls it."""

    @property
    def signs_of_goods(self) -> int:
        """How many of these it has: a price, a buy button, an item number, a word that goods are sold out."""
        return sum(map(bool, (self.price, self.buy_buttons, self.item_number, self.sold_out)))

    @property
    def is_offer(self) -> bool:
        """A price and a button above the cards, or a printed number and fewer buttons than cards: the
        cards are recommendations."""
        numbered = self.item_number > 1 and 0 < self.buy_buttons < self.cards
        return self.price > 0 and (numbered or self.sells_first)

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
