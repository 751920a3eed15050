"""店铺: sellers with their leads, and one seller across platforms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.errors import NotFound
from storage.tables import LeadRow, ListingRow, ShopRow


@dataclass(frozen=True, kw_only=True)
class ShopLine:
    """One shop as a list shows it."""

    id: int
    name: str
    platform: str
    leads: int
    confirmed: int


@dataclass(frozen=True, kw_only=True)
class ShopProfile:
    """One shop: its operator, counts, and the same operator's other shops with the reason."""

    shop: ShopRow
    listings: int
    states: dict[str, int]
    linked: Sequence[tuple[ShopRow, str]]


_CONFIRMED = ("confirmed", "noticed", "removed", "refused", "contested", "closed")


def find_shops(session: Session, words: str, *, offset: int, limit: int) -> list[ShopLine]:
    """Shops that have leads, those with most confirmed ones first."""
    confirmed = sa.func.count().filter(LeadRow.state.in_(_CONFIRMED)).label("confirmed")
    query = (
        sa.select(
            ShopRow.id, ShopRow.name, ShopRow.platform, sa.func.count().label("leads"), confirmed
        )
        .join(ListingRow, ListingRow.shop_id == ShopRow.id)
        .join(LeadRow, LeadRow.listing_id == ListingRow.id)
        .group_by(ShopRow.id, ShopRow.name, ShopRow.platform)
        .order_by(sa.desc("confirmed"), sa.desc("leads"), ShopRow.id)
    )
    if words:
        query = query.where(ShopRow.name.contains(words, autoescape=True))
    rows = session.execute(query.offset(offset).limit(limit))
    return [ShopLine(**row._mapping) for row in rows]


def load_shop(session: Session, shop_id: int) -> ShopProfile:
    """One shop. Raises NotFound."""
    shop = session.get(ShopRow, shop_id)
    if shop is None:
        raise NotFound(f"没有编号为 {shop_id} 的店铺")
    states = session.execute(
        sa.select(LeadRow.state, sa.func.count())
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(ListingRow.shop_id == shop_id)
        .group_by(LeadRow.state)
    )
    listings = session.scalar(
        sa.select(sa.func.count()).select_from(ListingRow).where(ListingRow.shop_id == shop_id)
    )
    return ShopProfile(
        shop=shop,
        listings=listings or 0,
        states={row[0]: row[1] for row in states},
        linked=_linked(session, shop),
    )


def _linked(session: Session, shop: ShopRow) -> list[tuple[ShopRow, str]]:
    """Shops that probably belong to the same operator, and why."""
    others = session.scalars(sa.select(ShopRow).where(ShopRow.id != shop.id, _same(shop)).limit(20))
    return [(other, _why(shop, other)) for other in others]


def _same(shop: ShopRow) -> sa.ColumnElement[bool]:
    known = shop.operator or {}
    alike: list[Any] = [
        ShopRow.operator[key].as_string() == known[key]
        for key in ("credit_code", "name")
        if known.get(key)
    ]
    return sa.or_(ShopRow.name == shop.name, *alike)


def _why(shop: ShopRow, other: ShopRow) -> str:
    mine, theirs = shop.operator or {}, other.operator or {}
    if mine.get("credit_code") and mine.get("credit_code") == theirs.get("credit_code"):
        return "统一社会信用代码相同"
    if mine.get("name") and mine.get("name") == theirs.get("name"):
        return "主体名称相同"
    return "店铺名称相同"
