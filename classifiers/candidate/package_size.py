"""Package size (规格): how much of the goods one price buys, read from title and attributes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from storage.records import Listing

_UNITS = {
    "kg": ("kg", 1), "公斤": ("kg", 1), "千克": ("kg", 1), "斤": ("kg", "0.5"),
    "g": ("kg", "0.001"), "克": ("kg", "0.001"), "吨": ("kg", 1000),
    "l": ("l", 1), "升": ("l", 1), "ml": ("l", "0.001"), "毫升": ("l", "0.001"),
}  # fmt: skip
"""Unit as written → (kg or l, how much of it one is)."""
_MEASURING_ATTRIBUTES = ("规格", "净含量", "净重", "重量", "含量")
_COUNTED = "袋|包|盒|瓶|罐|箱|桶|支|条|块|个|只|件|提|板|片|份|听|杯|粒|张|本|台|双|套|贴|枚|斤装"
_AMOUNT = re.compile(
    rf"""
    (?<![\d.]) (\d{{1,5}}(?:\.\d{{1,3}})?)                  # 2.5
    \s* (kg|公斤|千克|斤|g|克|吨|ml|毫升|l|升) (?![a-z])     # kg
    (?: \s*装 )?
    (?: \s*/\s* (?:{_COUNTED}) )?                           # /袋
    (?: \s*[*x×X]\s* (\d{{1,3}})(?!\d) \s*(?:{_COUNTED})? )? # ×4袋
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""(quantity, unit, number of packages): 2.5kg/袋×4袋."""


def amounts(listing: Listing) -> Iterator[tuple[Decimal, str]]:
    """(quantity, `kg` or `l`) as the listing states it, the likeliest first."""
    texts = [
        listing.title,
        *(listing.attributes.get(k, "") for k in _MEASURING_ATTRIBUTES),
    ]
    for text in texts:
        plain = unicodedata.normalize("NFKC", text[:300])
        for match in _AMOUNT.finditer(plain):
            unit, factor = _UNITS[match[2].lower()]
            total = Decimal(match[1]) * Decimal(str(factor)) * int(match[3] or 1)
            if total > 0:
                yield total, unit


def price_per(listing: Listing, unit: str) -> Decimal | None:
    """Price of one `unit` (kg, 斤, l, 瓶 …); None where the listing does not tell."""
    if listing.price is None:
        return None
    plain = unit.strip().lower().removeprefix("元/").removeprefix("/")
    factor = Decimal(1)
    if plain in _UNITS:
        base, size = _UNITS[plain]
        plain, factor = base, Decimal(str(size))
    for quantity, listed_unit in amounts(listing):
        if listed_unit == plain:
            return listing.price / quantity * factor
    if plain in ("kg", "l"):
        return None
    return listing.price


def price_each(listing: Listing) -> tuple[Decimal, str] | None:
    """(yuan for one unit, its name kg, l or 件); None where price or amount is missing.

    Without an amount the offer counts as one piece, unless it says how many there are.
    """
    if listing.price is None or listing.price <= 0 or listing.currency not in (None, "CNY"):
        return None
    for quantity, unit in amounts(listing):
        return listing.price / quantity, unit
    if _SEVERAL.search(listing.title):
        return None
    return listing.price, PIECE


PIECE = "件"
"""Name of the unit where no weight or volume is stated."""
_SEVERAL = re.compile(
    rf"""
      (?<!\d)(?!1[^\d]) \d{{1,4}} \s*(?:{_COUNTED})   # 4袋, not 1袋
    | [*x×X]\s*\d                                     # ×4
    | [两双多几](?:{_COUNTED})                         # 两袋
    """,
    re.VERBOSE,
)
"""More than one piece for the price."""
