"""Whether a page shows one amount that is surely the price of its goods."""

from __future__ import annotations

from crawler.extract.page.layout import Layout
from crawler.extract.visible.price import PriceCandidate
from crawler.extract.visible.price_weights import PLAIN_PRICE

_REACH = 12
"""Text runs between a headline and a lone price; chosen by hand."""
_TEXT_BETWEEN = 300
"""Characters of these runs; chosen by hand."""


def is_plain_price(candidates: list[PriceCandidate], layout: Layout) -> bool:
    """Is the likeliest amount surely the price, by its score or by standing alone?"""
    if not candidates or candidates[0].former:
        return False
    return candidates[0].score >= PLAIN_PRICE or _is_lone_price(candidates, layout)


def _is_lone_price(candidates: list[PriceCandidate], layout: Layout) -> bool:
    """One amount of money close behind a headline and no second one, as short pages of goods show."""
    price = candidates[0]
    if not layout.has_headline or price.amount.currency is None:
        return False
    between = layout.runs[layout.start : price.position]
    length = sum(len(run.text) for run in between)
    if not 0 < len(between) <= _REACH or length > _TEXT_BETWEEN:
        return False
    current = {candidate.amount.value for candidate in candidates if not candidate.former}
    return current == {price.amount.value}
