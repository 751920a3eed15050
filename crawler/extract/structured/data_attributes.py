"""What elements declare of their goods in data- attributes, for the scripts of the page to use."""

from __future__ import annotations

import re
from decimal import Decimal

from crawler.extract.listing_facts import ListingFacts, present
from crawler.extract.page.element import PageElement
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.markup_names import stands_in_card
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.visible.amounts import read_machine_price
from crawler.extract.visible.currencies import is_known_currency, read_currency

_PRICES = (
    "data-price", "data-product-price", "data-item-price", "data-price-amount", "data-current-price",
    "data-sale-price", "data-final-price",
)  # fmt: skip
_SELECTOR = CssSelector(",".join(f"[{name}]" for name in _PRICES))
_NAMES = ("data-name", "data-product-name", "data-item-name", "data-title", "data-product-title")
_SKUS = ("data-sku", "data-product-sku", "data-item-sku")
_ITEM_IDS = ("data-product-id", "data-productid", "data-item-id", "data-itemid")
_BRANDS = ("data-brand", "data-product-brand", "data-item-brand")
_MOST_ELEMENTS = 60
"""Elements with a declared price; a bound on the work that one page may cost."""
_CURRENCY = re.compile(
    r"""["']?(?:price)?_?currency(?:_?code|_?iso)?["']?\s*[:=]\s*(?:\{\s*["']active["']\s*:\s*)?["']([A-Z]{3})["']""",
    re.I,
)


def declared_facts(page: Page, heading: PageHeading, cards: set[int]) -> ListingFacts:
    """The goods that the page's name is declared for, or the only ones that are declared.

    `cards` are the places of product cards: what stands in them is declared of other goods.
    """
    elements = page.document.select(_SELECTOR)[:_MOST_ELEMENTS]
    # Themes of Shopify hand on Liquid's whole numbers, which are cents.
    in_cents = bool(elements) and "Shopify." in page.text
    priced = [
        (element, price)
        for element in elements
        if (price := _price(element, in_cents=in_cents)) and not stands_in_card(element, cards)
    ]
    named = [pair for pair in priced if heading.is_named(_first(pair[0], _NAMES) or "")]
    candidates = named or priced
    if not candidates or len({price for _, price in candidates}) > 1:
        return {}
    element, price = candidates[0]
    return present(
        {
            "sku": _first(element, _SKUS),
            "item_id": _first(element, _ITEM_IDS),
            "brand": _first(element, _BRANDS),
            "price": price,
            "currency": read_currency(_first(element, ("data-currency", "data-currency-code"))),
        }
    )


def script_currency(page: Page) -> str | None:
    """The currency that the page's scripts name, where one is known by that code."""
    for match in _CURRENCY.finditer(page.text):
        if is_known_currency(code := match[1].upper()):
            return code
    return None


def _price(element: PageElement, *, in_cents: bool) -> Decimal | None:
    text = _first(element, _PRICES) or ""
    price = read_machine_price(text)
    return price.scaleb(-2) if price is not None and in_cents and text.isdigit() else price


def _first(element: PageElement, names: tuple[str, ...]) -> str | None:
    return next((value.strip() for name in names if (value := element.value(name))), None)
