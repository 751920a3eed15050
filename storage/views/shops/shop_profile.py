"""经营者档案: one shop with its leads, prices and verdicts, and the shops that go with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import NotFound
from storage.base.money import read_price
from storage.base.vocabulary import CONFIRMED
from storage.listings.linked_shops import linked_shops
from storage.listings.operators import OPERATOR_GROUND_NAMES, OperatorGround
from storage.listings.similar_names import NameHint, name_hint
from storage.tables import (
    DecisionRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    RightRow,
    ShopRow,
)
from storage.tables.base import Document

LEADS_SHOWN, DECISIONS_SHOWN, LINKED_SHOWN = 50, 20, 20
"""Rows of each list on the page of a shop, at most; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class LeadOfShop:
    """One lead of the shop with the price its listing showed."""

    id: int
    title: str
    right: str
    level: str
    state: str
    price: Decimal | None
    currency: str | None


@dataclass(frozen=True, kw_only=True)
class LinkedShop:
    """A shop that belongs, probably or perhaps, to the same operator, and why."""

    shop: ShopRow
    why: Sequence[str]
    """Empty where only a third shop stands between."""
    leads: int
    confirmed: int


@dataclass(frozen=True, kw_only=True)
class ShopProfile:
    """One shop: its operator, what it sells at what price, what was decided, who goes with it."""

    shop: ShopRow
    listings: int
    states: Mapping[str, int]
    leads: Sequence[LeadOfShop]
    """Those worth most first."""
    decisions: Sequence[tuple[DecisionRow, str]]
    """(verdict, title of the listing), the newest first."""
    linked: Sequence[LinkedShop]
    namesakes: Sequence[LinkedShop]
    """Shops called alike, which is a hint and no link."""
    name_hint: NameHint | None
    """How likely a namesake is the same operator's."""

    @property
    def prices(self) -> tuple[Decimal, Decimal] | None:
        """Lowest and highest price of the leads shown, where all are in one currency."""
        priced = [lead for lead in self.leads if lead.price is not None]
        if not priced or len({lead.currency for lead in priced}) > 1:
            return None
        values = [lead.price for lead in priced if lead.price is not None]
        return min(values), max(values)


def load_shop(session: Session, shop_id: int) -> ShopProfile:
    """One shop. Raises NotFound."""
    shop = session.get(ShopRow, shop_id)
    if shop is None:
        raise NotFound("shop.unknown", shop=shop_id)
    states = session.execute(
        sa.select(LeadRow.state, sa.func.count())
        .where(LeadRow.shop_id == shop_id)
        .group_by(LeadRow.state)
    )
    listings = session.scalar(
        sa.select(sa.func.count()).select_from(ListingRow).where(ListingRow.shop_id == shop_id)
    )
    grounds = linked_shops(session, shop)
    hint = name_hint(session, shop, grounds)
    return ShopProfile(
        shop=shop,
        listings=listings or 0,
        states={row[0]: row[1] for row in states},
        leads=_leads(session, shop_id),
        decisions=_decisions(session, shop_id),
        linked=_linked(session, grounds),
        namesakes=_linked(session, dict.fromkeys(hint.shops, ()) if hint else {}),
        name_hint=hint,
    )


def _leads(session: Session, shop_id: int) -> list[LeadOfShop]:
    record = sa.type_coerce(ListingVersionRow.record, Document)
    rows = session.execute(
        sa.select(
            LeadRow.id, ListingRow.title, RightRow.text.label("right"), LeadRow.level,
            LeadRow.state, record["price"].as_string().label("price"),
            record["currency"].as_string().label("currency"),
        )
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(LeadRow.shop_id == shop_id)
        .order_by(LeadRow.rank, LeadRow.id)
        .limit(LEADS_SHOWN)
    )  # fmt: skip
    lines = (dict(row._mapping) for row in rows)
    return [LeadOfShop(**{**line, "price": read_price(line["price"] or "")}) for line in lines]


def _decisions(session: Session, shop_id: int) -> list[tuple[DecisionRow, str]]:
    rows = session.execute(
        sa.select(DecisionRow, ListingRow.title)
        .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(LeadRow.shop_id == shop_id)
        .order_by(DecisionRow.id.desc())
        .limit(DECISIONS_SHOWN)
    )
    return [(row[0], row[1]) for row in rows]


def _linked(session: Session, grounds: Mapping[int, Sequence[OperatorGround]]) -> list[LinkedShop]:
    """The rows and counts of these shops, in their order."""
    nearest = list(grounds)[:LINKED_SHOWN]
    counts = _counts(session, nearest)
    rows = session.scalars(sa.select(ShopRow).where(ShopRow.id.in_(nearest)))
    by_id = {row.id: row for row in rows}
    return [
        LinkedShop(
            shop=by_id[shop_id],
            why=[OPERATOR_GROUND_NAMES[ground] for ground in grounds[shop_id]],
            leads=counts.get(shop_id, (0, 0))[0],
            confirmed=counts.get(shop_id, (0, 0))[1],
        )
        for shop_id in nearest
    ]


def _counts(session: Session, shops: Sequence[int]) -> dict[int, tuple[int, int]]:
    confirmed: Any = sa.func.count().filter(LeadRow.state.in_(CONFIRMED))
    rows = session.execute(
        sa.select(LeadRow.shop_id, sa.func.count(), confirmed)
        .where(LeadRow.shop_id.in_(shops))
        .group_by(LeadRow.shop_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}
