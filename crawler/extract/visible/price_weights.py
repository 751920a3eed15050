"""Which amount on a page is the price: the features of an amount and their weights."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.extract.weights import BY_HAND, Weight, WeightTable


@dataclass(frozen=True, kw_only=True)
class PriceFeatures:
    """What is known of one amount, each a field of `PRICE_WEIGHTS`."""

    named_price: bool
    price_by_name: bool
    named_current: bool
    named_aside: bool
    in_page_frame: bool
    with_currency: bool
    behind_price_label: bool
    behind_paid_label: bool
    for_members: bool
    beside_fee_label: bool
    per_unit: bool
    before_tax: bool
    former: bool
    in_link: bool
    near_buy_button: bool
    nearness: float
    just_above_headline: bool
    above_headline: bool
    far_above_headline: bool
    behind_aside: bool
    excess_length: int
    repeated_element: bool = False
    repeated_value: bool = False


PRICE_WEIGHTS = WeightTable(
    decision="price",
    origin=BY_HAND,
    weights={
        "named_price": Weight(3.0, "an element around it is named for a price (price, 价, preis)"),
        "price_by_name": Weight(2.0, "its own element is called price, or is marked up (itemprop)"),
        "named_current": Weight(1.5, "an element around it is named for the price of today (sale)"),
        "named_aside": Weight(-4.0, "an element around it is named for related goods or a cart"),
        "in_page_frame": Weight(-4.0, "it stands in a nav, header, footer, aside or select element"),
        "with_currency": Weight(1.5, "it shows its currency"),
        "behind_price_label": Weight(2.0, "the text before it is a label of the price (售价：)"),
        "behind_paid_label": Weight(2.5, "its label says that buyers pay it in the end (券后价)"),
        "for_members": Weight(-3.5, "its label says that only some buyers pay it (会员价)"),
        "beside_fee_label": Weight(-5.0, "words beside it name freight, a saving or a rate"),
        "per_unit": Weight(-2.0, "it is the price of a kilogram, a litre or a metre"),
        "before_tax": Weight(-2.5, "it is the price before tax, which no buyer of one piece pays"),
        "former": Weight(-5.0, "it is struck through or named as the former price (划线价)"),
        "in_link": Weight(-3.0, "it stands in a link to another page: the price of other goods"),
        "near_buy_button": Weight(1.5, "a buy button stands near it"),
        "nearness": Weight(2.5, "1 right behind the headline, falling to 0 at NEARNESS_REACH"),
        "just_above_headline": Weight(0.5, "right above the name, as pages for telephones show it"),
        "above_headline": Weight(-1.5, "above the name"),
        "far_above_headline": Weight(-3.5, "far above the name"),
        "behind_aside": Weight(-4.0, "behind the heading of related goods"),
        "excess_length": Weight(-0.05, "each character of its text beyond PLAIN_AMOUNT_LENGTH"),
        "repeated_element": Weight(-3.0, "amounts stand in this kind of element over and over"),
        "repeated_value": Weight(0.5, "the main part of the page shows the same amount again"),
    },
)  # fmt: skip

NEARNESS_REACH = 150
"""Text runs behind the headline at which nearness is 0; chosen by hand."""
JUST_ABOVE_REACH = 8
"""Text runs before the headline within which an amount stands right above it; chosen by hand."""
ABOVE_REACH = 25
"""Text runs before the headline beyond which an amount is far above it; chosen by hand."""
PLAIN_AMOUNT_LENGTH = 12
"""Characters of an amount that stands alone ("US$1,299.00"); chosen by hand."""
BUY_BUTTON_REACH = 30
"""Text runs between an amount and the buy button near it; chosen by hand."""
REPEATED_ELEMENT_COUNT = 4
"""Amounts in one kind of element from which they belong to cards, swatches or tables; chosen by hand."""

LIKELY_PRICE = 3.0
"""Points from which an amount is taken for the price; chosen by hand as the weights are."""
SALE_PRICE = 4.0
"""Points from which a lower amount beside a struck one is taken for what a buyer pays."""
PLAIN_PRICE = 6.5
"""Points from which an amount is surely the price, so that it counts twice for a listing."""
