"""Choices of one listing (规格) that a WooCommerce form declares as JSON in an attribute."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from crawler.extract.listing_facts import ListingFacts, present
from crawler.extract.page.heading import PageHeading
from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.visible.amounts import read_machine_price

_NAME = "data-product_variations"
_FORM = CssSelector(f"form[{_NAME}]")
_JSON_LENGTH = 2_000_000
"""Characters of the declaration; a bound on the work that one page may cost."""
_MOST_CHOICES = 500
"""Choices of one listing; a bound on the work that one page may cost."""


def variation_facts(page: Page, heading: PageHeading) -> ListingFacts:
    """Price, number and stock of the choice that the address names, else of the cheapest that can be
    bought. (woocommerce, single-product/add-to-cart/variable.php.)"""
    form = page.document.first(_FORM)
    choices = _choices(form.value(_NAME) if form else "")
    if not choices:
        return {}
    named = [c for c in choices if {str(c.get("variation_id")), c.get("sku")} & {*heading.ids}]
    live = [c for c in choices if c.get("is_in_stock") is not False]
    chosen = min(named[:1] or live or choices, key=lambda c: _price(c) or Decimal(0))
    stocked = named[:1] or live
    facts: ListingFacts = {
        "price": _price(chosen),
        "sku": chosen.get("sku") if named or len(choices) == 1 else None,
        "availability": _stock(stocked),
    }
    return present(facts)


def _stock(choices: list[dict[str, Any]]) -> str:
    return "InStock" if any(c.get("is_in_stock") is not False for c in choices) else "OutOfStock"


def _price(choice: dict[str, Any]) -> Decimal | None:
    return read_machine_price(choice.get("display_price"))


def _choices(declared: str) -> list[dict[str, Any]]:
    if not declared.startswith("[") or len(declared) > _JSON_LENGTH:
        return []
    try:
        values = json.loads(declared)
    except (ValueError, RecursionError):
        return []
    return [c for c in values[:_MOST_CHOICES] if isinstance(c, dict) and _price(c) is not None]
