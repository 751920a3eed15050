"""Corrections of structured data by the visible page, and fields that nobody states."""

from __future__ import annotations

import re
from decimal import Decimal

from crawler.extract.field_candidates import MARKED_UP, STRUCTURED, FieldCandidates, Source
from crawler.extract.page.heading import bare_text
from crawler.extract.page.layout import Layout
from crawler.extract.structured.data_attributes import script_currency
from crawler.extract.structured.offers import GONE
from crawler.extract.visible.amount_text import is_printed
from crawler.extract.visible.item_number import url_number
from crawler.extract.visible.observations import Observations
from crawler.extract.visible.plain_price import is_plain_price
from crawler.extract.visible.price import PriceCandidate, paid_price, sale_price
from crawler.extract.visible.price_weights import LIKELY_PRICE
from crawler.extract.visible.visible_facts import SHORT_NUMBER
from crawler.url.url_parts import split

_FIRST_TEXTS = 10
"""Text runs at the head of the main part that may name the goods; chosen by hand."""
_SHORTEST_NAME, _LONGEST_NAME = 4, 120
"""Characters of a text that may name the goods; chosen by hand."""
_NINES = re.compile(r"9{5,}(?:\.9+|\.0+)?")
_CENT = Decimal("0.01")
_MOST_APART = Decimal(4)
"""A price that the page surely asks may be so many times the structured one, or that part; chosen by hand."""
_MAGNITUDES = frozenset({Decimal(100), Decimal("0.001"), Decimal("0.01"), Decimal(1000)})


def correct_fields(fields: FieldCandidates, observations: Observations) -> FieldCandidates:
    """The fields, the visible page winning over structured data that it contradicts."""
    fields = _correct_price(fields, observations)
    promised = fields.source("availability") in STRUCTURED
    if promised and fields.value("availability") not in GONE and observations.stock.sold_out:
        fields = fields.replaced("availability", "OutOfStock", Source.VISIBLE)
    return _correct_number(fields, observations)


def is_placeholder(price: Decimal) -> bool:
    """Is it an amount that shops write where they tell no price: nines alone, one cent?"""
    return price == _CENT or bool(_NINES.fullmatch(str(price)))


def _shown_price(candidates: list[PriceCandidate], price: Decimal) -> PriceCandidate | None:
    """The likeliest amount on the page instead of a structured one that it shows nowhere and that is a
    placeholder, or its hundred- or thousandfold: cents, or a point that groups thousands."""
    best = next((c for c in candidates if not c.former and c.score >= LIKELY_PRICE), None)
    if best is None or not best.amount.value or any(c.amount.value == price for c in candidates):
        return None
    return best if is_placeholder(price) or price / best.amount.value in _MAGNITUDES else None


def _sure_price(
    candidates: list[PriceCandidate], price: Decimal, currency: str | None, layout: Layout
) -> PriceCandidate | None:
    """What the page surely asks instead of a structured price that it shows nowhere: without the tax, that of
    another variant, or left over from a sale."""
    if is_printed(layout.text, price) or any(c.amount.value == price for c in candidates):
        return None
    if not is_plain_price(candidates, layout):
        return None
    best = candidates[0].amount
    if not best.value or (currency and best.currency and best.currency != currency):
        return None
    return candidates[0] if 1 / _MOST_APART <= price / best.value <= _MOST_APART else None


def _correct_price(fields: FieldCandidates, observations: Observations) -> FieldCandidates:
    """A sale price instead of the struck one; a plain price instead of 0."""
    if fields.source("price") not in STRUCTURED:
        return fields
    price = fields.value("price")
    candidates = observations.prices
    sale = sale_price(candidates, price) or paid_price(candidates, price)
    sale = sale or (_shown_price(candidates, price) if price else None)
    if sale is None and price:
        currency = fields.value("currency")
        sale = _sure_price(candidates, price, currency, observations.layout)
    if sale is None and _NINES.fullmatch(str(price)):
        return fields.without("price")
    if (
        not price
        and observations.stock.live_buttons
        and is_plain_price(candidates, observations.layout)
    ):
        sale = candidates[0]
    return fields.replaced("price", sale.amount.value, Source.VISIBLE) if sale else fields


def _correct_number(fields: FieldCandidates, observations: Observations) -> FieldCandidates:
    """The number of the address instead of one that the page nowhere shows."""
    url, sku = observations.page.url, str(fields.value("sku") or "")
    if fields.source("sku") not in STRUCTURED or sku in url or sku in observations.layout.text:
        return fields
    number = url_number(url)
    if number and len(number) > SHORT_NUMBER and number not in sku:
        return fields.replaced("sku", number, Source.ADDRESS)
    return fields


def complete_offer(fields: FieldCandidates, observations: Observations) -> FieldCandidates:
    """The fields of a listing, with what a listing has though nobody states it.

    Goods with a price and without a sold-out text are in stock; the name of the site is not the
    name of its goods.
    """
    layout, stock = observations.layout, observations.stock
    if (
        fields.source("title") in MARKED_UP
        and layout.has_headline
        and _is_site_name(str(fields.value("title")), observations.page.url)
    ):
        fields = fields.replaced("title", layout.headline, Source.VISIBLE)
    fields = fields.filled("title", _first_name(layout), Source.TEXT)
    if "availability" not in fields and ("price" in fields or stock.says_sold_out):
        gone = stock.says_sold_out and not stock.live_buttons
        fields = fields.replaced(
            "availability",
            "OutOfStock" if gone else "InStock",
            Source.VISIBLE if gone else Source.OFFERED,
        )
    if "price" not in fields and fields.value("availability") == "InStock":
        fields = fields.without("availability")  # what has no price cannot be bought
    if "price" in fields and "currency" not in fields:
        fields = fields.filled("currency", script_currency(observations.page), Source.SCRIPT)
    return fields


def _first_name(layout: Layout) -> str | None:
    """The first text of the page that could name goods, where no element is made for a name."""
    texts = (run.text for run in layout.main[:_FIRST_TEXTS])
    return next((text for text in texts if _SHORTEST_NAME <= len(text) <= _LONGEST_NAME), None)


def _is_site_name(title: str, url: str) -> bool:
    """Is the name that is marked up only the site's, as in templates filled in wrongly?"""
    parts = split(url)
    name = bare_text(title)
    return bool(parts and parts.hostname and name in parts.hostname.lower().split("."))
