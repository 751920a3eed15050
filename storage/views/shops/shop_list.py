"""店铺: sellers with their leads, repeat infringers first."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import CONFIRMED
from storage.tables import LeadRow, ShopRow


@dataclass(frozen=True, kw_only=True)
class ShopLine:
    """One shop as a list shows it."""

    id: int
    name: str
    platform: str
    leads: int
    confirmed: int


def find_shops(session: Session, words: str, *, offset: int, limit: int) -> list[ShopLine]:
    """Shops that have leads, those with most confirmed ones first."""
    confirmed = sa.func.count().filter(LeadRow.state.in_(CONFIRMED)).label("confirmed")
    query = (
        sa.select(
            ShopRow.id, ShopRow.name, ShopRow.platform, sa.func.count().label("leads"), confirmed
        )
        .join(LeadRow, LeadRow.shop_id == ShopRow.id)
        .group_by(ShopRow.id, ShopRow.name, ShopRow.platform)
        .order_by(sa.desc("confirmed"), sa.desc("leads"), ShopRow.id)
    )
    if words:
        query = query.where(ShopRow.name.contains(words, autoescape=True))
    rows = session.execute(query.offset(offset).limit(limit))
    return [ShopLine(**row._mapping) for row in rows]
