"""Prices as shown, read into exact decimals."""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(万|千)?")
_UNIT = {"万": Decimal(10_000), "千": Decimal(1_000)}
_LIMIT = Decimal(10) ** 12
"""Yuan and the like from which an amount is no price; chosen by hand."""
_LEAST = Decimal(10) ** -12
"""Below it an amount is no price either: its digits would not survive being written as text."""


def read_price(value: str | int | float | Decimal) -> Decimal | None:
    """The first amount in `value` ("¥29.90", "29.9-59", "1.2万", "1,299元起"), else None.

    A range gives its lower end, which is what a buyer pays for the plainest unit of sale.
    面议, negative or junk is unknown, never an error. Zero is kept: free gifts exist.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return _bounded(Decimal(str(value)))
    text = unicodedata.normalize("NFKC", value[:200])
    number = _NUMBER.search(text)
    if number is None or text[: number.start()].rstrip(" ¥$€£").endswith(("-", "−")):
        return None
    try:
        amount = Decimal(number[1].replace(",", ""))
    except InvalidOperation:
        return None
    return _bounded(amount * _UNIT.get(number[2] or "", Decimal(1)))


def _bounded(amount: Decimal) -> Decimal | None:
    if not amount.is_finite():
        return None
    return amount if amount == 0 or _LEAST <= amount < _LIMIT else None
