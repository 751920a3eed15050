"""店铺名称相近: shops whose shown names say the same, as a hint for an officer with its likelihood.

A name is free to all, so it never links shops (`operators`). How much it says is counted: of the pairs
of shops under this name whose credit codes (统一社会信用代码) are both known, how many have the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.shop_names import name_variants
from storage.listings.operator_traits import normal_code
from storage.tables import ShopRow

MOST_NAMESAKES = 40
"""Shops of one name that are looked at; chosen by hand, as `linked_shops.MOST_CANDIDATES`."""
PRIOR_SAME, PRIOR_PAIRS = 1, 4
"""What stands for pairs not yet known: one of four namesakes is the same operator's. Chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class NameHint:
    """Shops called alike, and how likely two of them are one operator's."""

    shops: tuple[int, ...]
    likelihood: float
    """0 to 1."""
    same: int
    """Pairs under this name known to have one credit code."""
    pairs: int
    """Pairs under this name whose credit codes are both known."""


def name_hint(session: Session, shop: ShopRow, linked: Collection[int] = ()) -> NameHint | None:
    """Shops called like `shop`, without those that are `linked` to it and those of another credit
    code; None where there is none."""
    names = {shop.name, *name_variants(shop.name)}
    rows = session.scalars(
        sa.select(ShopRow)
        .where(ShopRow.name.in_(names), ShopRow.id != shop.id)
        .order_by(ShopRow.id)
        .limit(MOST_NAMESAKES)
    ).all()
    codes = {row.id: _code(row) for row in (shop, *rows)}
    codes_on_record = [code for code in codes.values() if code]
    equal = [first == second for first, second in combinations(codes_on_record, 2)]
    code = codes[shop.id]
    shops = tuple(
        row.id
        for row in rows
        if row.id not in linked and not (code and codes[row.id] and codes[row.id] != code)
    )
    if not shops:
        return None
    same, pairs = sum(equal), len(equal)
    likelihood = (same + PRIOR_SAME) / (pairs + PRIOR_PAIRS)
    return NameHint(shops=shops, likelihood=likelihood, same=same, pairs=pairs)


def _code(row: ShopRow) -> str | None:
    code = row.operator.credit_code if row.operator else None
    return normal_code(code) if code else None
