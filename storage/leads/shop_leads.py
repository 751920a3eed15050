"""店铺线索: leads on shops as wholes; kept by kind, shop, right and word, and settled by an officer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import lock_row
from storage.base.errors import NotFound
from storage.tables import LeadRow, ShopLeadKind, ShopLeadRow, ShopLeadState, ShopRow
from storage.tables.base import now

SHOP_LEAD_STATE_NAMES = {
    ShopLeadState.OPEN: "待核查",
    ShopLeadState.ASKED: "已询问",
    ShopLeadState.DISMISSED: "已排除",
}


@dataclass(frozen=True, kw_only=True)
class ShopLead:
    """What is known of a shop against a right; columns as `ShopLeadRow`."""

    kind: ShopLeadKind
    shop_id: int
    right_id: str
    word: str = ""
    likeness: str = ""
    genuine: str = ""
    grounds: tuple[str, ...]
    goods: int
    listing_id: int | None
    next_step: str
    run_id: int | None = None
    page_url: str | None = None
    captured_at: datetime | None = None

    @property
    def key(self) -> tuple[int, str, str]:
        return self.shop_id, self.right_id, self.word


@dataclass(frozen=True, kw_only=True)
class ShopLeadLine:
    """One lead on a shop as lists show it."""

    row: ShopLeadRow
    shop: str
    platform: str
    lead_id: int | None
    """The lead on its most telling listing, where there is one."""


def refresh_shop_leads(
    session: Session, kind: ShopLeadKind, leads: Sequence[ShopLead], *, by: str
) -> int:
    """Make the stored leads of a kind those given; returns how many are new.

    What an officer settled stays as it was settled. An open lead whose ground fell away (a licence was
    recorded, the goods are gone) is deleted, and the audit says so.
    """
    trail.take_turn(session)  # what an officer settles is settled before this or after it
    rows = session.scalars(sa.select(ShopLeadRow).where(ShopLeadRow.kind == kind)).all()
    stored = {(row.shop_id, row.right_id, row.word): row for row in rows}
    opened = 0
    for lead in leads:
        row = stored.pop(lead.key, None)
        if row is None:
            row = ShopLeadRow(**vars(lead))
            session.add(row)
            session.flush()
            trail.record(session, actor=by, act="shop.open_lead", subject=f"shop-lead:{row.id}",
                         kind=kind.value, shop=lead.shop_id, right=lead.right_id, word=lead.word)  # fmt: skip
            opened += 1
        elif row.state is ShopLeadState.OPEN:
            _update(row, vars(lead))
    for row in stored.values():
        if row.state is ShopLeadState.OPEN:
            trail.record(session, actor=by, act="shop.lapse_lead", subject=f"shop-lead:{row.id}",
                         kind=kind.value, shop=row.shop_id, right=row.right_id, word=row.word)  # fmt: skip
            session.delete(row)
    return opened


def _update(row: ShopLeadRow, values: Mapping[str, object]) -> None:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.updated_at = now()


def settle_shop_lead(
    session: Session, number: int, state: ShopLeadState, *, by: str
) -> ShopLeadRow:
    """Record that the holder was asked, that the lead is dismissed, or that it is open again. Raises NotFound."""
    trail.take_turn(session)
    row = lock_row(session, ShopLeadRow, number)
    if row is None:
        raise NotFound("shop-lead.unknown", lead=number)
    row.state, row.decided_by, row.decided_at = state, by, now()
    trail.record(session, actor=by, act="shop.settle_lead", subject=f"shop-lead:{number}",
                 state=state.value)  # fmt: skip
    return row


def list_shop_leads(
    session: Session, kind: ShopLeadKind, *, offset: int = 0, limit: int | None = None
) -> list[ShopLeadLine]:
    """Leads of a kind, open ones first, those with most goods first."""
    on_listing = sa.and_(
        LeadRow.listing_id == ShopLeadRow.listing_id, LeadRow.right_id == ShopLeadRow.right_id
    )
    rows = session.execute(
        sa.select(ShopLeadRow, ShopRow.name, ShopRow.platform, LeadRow.id)
        .join(ShopRow, ShopRow.id == ShopLeadRow.shop_id)
        .outerjoin(LeadRow, on_listing)
        .where(ShopLeadRow.kind == kind)
        .order_by(ShopLeadRow.state != ShopLeadState.OPEN, ShopLeadRow.goods.desc(), ShopLeadRow.id)
        .offset(offset)
        .limit(limit)
    )
    return [
        ShopLeadLine(row=row, shop=shop, platform=platform, lead_id=lead)
        for row, shop, platform, lead in rows
    ]


def leads_of_shop(session: Session, shop_id: int) -> Sequence[ShopLeadRow]:
    """Every lead on one shop as a whole, the oldest first."""
    query = sa.select(ShopLeadRow).where(ShopLeadRow.shop_id == shop_id)
    return session.scalars(query.order_by(ShopLeadRow.id)).all()


def listings_with_leads(session: Session, shops: Collection[int]) -> dict[tuple[int, str], int]:
    """(shop, right) → the listing of its highest lead on that right."""
    rows = session.execute(
        sa.select(LeadRow.shop_id, LeadRow.right_id, LeadRow.listing_id)
        .where(LeadRow.shop_id.in_(shops))
        .order_by(LeadRow.score)
    )
    return {(shop, right): listing for shop, right, listing in rows if shop is not None}
