"""Which of two amounts is the former price (划线价), proved by the discount that the page prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import islice

from crawler.extract.page.document import TextRun

_OFF = re.compile(
    r"^\W{0,3}(?:save\s+|you save\s+)?\W{0,2}(\d{1,2}(?:[.,]\d)?)\s?%|^\(?\s?(\d(?:\.\d{1,2})?)\s?折",
    re.I,
)
DISCOUNT = re.compile("[%折]")
"""What a text that prints a discount holds."""
_LABEL_LENGTH = 30
"""Characters of a text that may print a discount; chosen by hand."""
_REACH = 14
"""Text runs between a discount and the amounts to which it applies; chosen by hand."""
_MOST_DISCOUNTS = 12
"""Discounts of one page that are tried; a bound on the work that one page may cost."""
_SLACK = Decimal("0.006")
"""Shops round the discount to a whole per cent."""


def former_price_positions(
    runs: Iterable[TextRun], amounts: Iterable[tuple[int, Decimal]]
) -> frozenset[int]:
    """Places of the amounts that are the former price.

    "-29% $248.00 $349.99" says by arithmetic what no class name can: 349.99 less 29 % is 248.
    `runs` are those that may print one, in order, `amounts` are (place, value); a discount speaks for
    amounts that stand close to it.
    """
    placed = list(amounts)
    if len({value for _, value in placed}) < 2:
        return frozenset()
    positions: set[int] = set()
    for place, left in islice(_discounts(runs), _MOST_DISCOUNTS):
        near = [(at, value) for at, value in placed if abs(at - place) <= _REACH and value]
        positions |= {
            at
            for at, high in near
            if any(low < high and abs(low / high - left) <= _SLACK for _, low in near)
        }
    return frozenset(positions)


def _discounts(runs: Iterable[TextRun]) -> Iterable[tuple[int, Decimal]]:
    """(place, share of the former price that is left): "-29%" → 0.71, "8.5折" → 0.85."""
    for run in runs:
        if len(run.text) > _LABEL_LENGTH or not ("%" in run.text or "折" in run.text):
            continue
        if match := _OFF.match(run.text):
            if match[1]:
                yield run.position, 1 - Decimal(match[1].replace(",", ".")) / 100
            else:
                yield run.position, Decimal(match[2]) / 10
