"""店铺: sellers with their leads, repeat infringers first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.counts.changes import shop_changes
from storage.tables import ShopCountRow, ShopRow


@dataclass(frozen=True, kw_only=True)
class ShopLine:
    """One shop as a list shows it."""

    id: int
    name: str
    platform: str
    leads: int
    confirmed: int


def find_shops(session: Session, words: str, *, offset: int, limit: int) -> list[ShopLine]:
    """Shops that have leads, those with most confirmed ones first.

    One statement merges two sorted lists: the kept counts, by their index, and the few shops whose
    counts have changed since the worker added up.
    """
    changes = shop_changes().cte("changes")
    sums = ShopCountRow
    settled = (
        sa.select(sums.shop_id, sums.leads, sums.confirmed)
        .where(sums.leads > 0, sums.shop_id.not_in(sa.select(changes.c.shop_id)))
        .order_by(sums.confirmed.desc(), sums.leads.desc(), sums.shop_id)
    )
    if words:
        settled = settled.join(ShopRow, ShopRow.id == sums.shop_id).where(_is_called(words))
    settled_part = settled.limit(offset + limit).subquery()
    changed = sa.select(
        changes.c.shop_id,
        (changes.c.leads + sa.func.coalesce(sums.leads, 0)).label("leads"),
        (changes.c.confirmed + sa.func.coalesce(sums.confirmed, 0)).label("confirmed"),
    ).outerjoin_from(changes, sums, sums.shop_id == changes.c.shop_id)
    counts = sa.union_all(sa.select(settled_part), changed).subquery()
    query = (
        sa.select(ShopRow.id, ShopRow.name, ShopRow.platform, counts.c.leads, counts.c.confirmed)
        .join(counts, counts.c.shop_id == ShopRow.id)
        .where(counts.c.leads > 0)
        .order_by(counts.c.confirmed.desc(), counts.c.leads.desc(), ShopRow.id)
    )
    if words:
        query = query.where(_is_called(words))
    return [
        ShopLine(
            id=row.id, name=row.name, platform=row.platform,
            leads=int(row.leads), confirmed=int(row.confirmed),
        )
        for row in session.execute(query.offset(offset).limit(limit))
    ]  # fmt: skip


def _is_called(words: str) -> Any:
    return ShopRow.name.contains(words, autoescape=True)
