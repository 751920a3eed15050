"""A price that stands in no text: digits drawn as pictures, with the amount for screen readers."""

from __future__ import annotations

from crawler.extract.page.page import Page
from crawler.extract.page.selector import CssSelector
from crawler.extract.visible.amounts import Amount, read_amount
from crawler.extract.visible.local_currency import local_signs

_NAMED = "[class*=price],[class*=Price],[id*=price],[class*=jiage]"
_SPEAKING = "[aria-label],[title],[alt]"
_SELECTOR = CssSelector(
    ",".join(
    (
        *(f"{name}{mark}" for name in _NAMED.split(",") for mark in _SPEAKING.split(",")),
        *(f"{name} {mark}" for name in _NAMED.split(",") for mark in _SPEAKING.split(",")),
        "[aria-label*='rice']", "[aria-label*='价']",
    )
))  # fmt: skip
_MOST_ELEMENTS = 30
"""Elements that are looked at; a bound on the work that one page may cost."""


def spoken_price(page: Page) -> Amount | None:
    """The one amount of money that elements named for a price say to screen readers."""
    signs = local_signs(page.url)
    amounts: dict[object, Amount] = {}
    for element in page.document.select(_SELECTOR)[:_MOST_ELEMENTS]:
        for name in ("aria-label", "title", "alt"):
            amount = read_amount(element.value(name), local_signs=signs)
            if amount is not None and amount.currency is not None and amount.value:
                amounts.setdefault(amount.value, amount)
    return next(iter(amounts.values())) if len(amounts) == 1 else None
