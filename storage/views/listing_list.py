"""Listings as a list shows them, with the leads that came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import ListingKind, Presence
from storage.tables import LeadRow, ListingRow, ListingVersionRow, ShopRow


@dataclass(frozen=True, kw_only=True)
class ListingLine:
    """One listing (商品信息) of the list."""

    id: int
    title: str
    url: str
    platform: str
    shop: str | None
    shop_id: int | None
    kind: ListingKind
    presence: Presence
    first_seen_at: datetime
    last_seen_at: datetime
    lead: int | None
    """One of its leads, if there are any."""
    level: str | None
    """Of that lead."""


def find_listings(
    session: Session,
    platform: str | None,
    *,
    before: int | None,
    limit: int,
    run: int | None = None,
    with_lead: bool = False,
) -> Sequence[ListingLine]:
    """The newest listings, of one platform or all, behind row `before`.

    `run` keeps what one run (监测批次) saw last, or saw new or changed; `with_lead` what became a lead.
    """
    ids = sa.select(ListingRow.id).order_by(ListingRow.id.desc()).limit(limit)
    if platform is not None:
        ids = ids.where(ListingRow.platform == platform)
    if before is not None:
        ids = ids.where(ListingRow.id < before)
    if run is not None:
        ids = ids.where(_of_run(run))
    if with_lead:
        ids = ids.where(sa.exists().where(LeadRow.listing_id == ListingRow.id))
    return _lines(session, ids)


def count_of_run(session: Session, run: int) -> tuple[int, int]:
    """(listings, leads) of one run."""
    listings = sa.select(sa.func.count()).select_from(ListingRow).where(_of_run(run))
    leads = (
        sa.select(sa.func.count(LeadRow.id))
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(_of_run(run))
    )
    return session.scalar(listings) or 0, session.scalar(leads) or 0


def _of_run(run: int) -> sa.ColumnElement[bool]:
    versions = sa.select(ListingVersionRow.listing_id).where(ListingVersionRow.run_id == run)
    return sa.or_(ListingRow.run_id == run, ListingRow.id.in_(versions))


def others_of_shop(
    session: Session, shop_id: int, listing_id: int, *, limit: int
) -> Sequence[ListingLine]:
    """The shop's other listings (该店铺其他商品), the newest first."""
    return _lines(
        session,
        sa.select(ListingRow.id)
        .where(ListingRow.shop_id == shop_id, ListingRow.id != listing_id)
        .order_by(ListingRow.id.desc())
        .limit(limit),
    )


def _lines(session: Session, ids: sa.Select[int]) -> Sequence[ListingLine]:
    lead = sa.select(sa.func.min(LeadRow.id)).where(LeadRow.listing_id == ListingRow.id)
    first = sa.orm.aliased(LeadRow)
    rows = session.execute(
        sa.select(
            ListingRow.id, ListingRow.title, ListingRow.url, ListingRow.platform,
            ShopRow.name.label("shop"), ListingRow.shop_id, ListingRow.kind, ListingRow.presence,
            ListingRow.first_seen_at, ListingRow.last_seen_at, first.id.label("lead"), first.level,
        )
        .outerjoin(ShopRow, ShopRow.id == ListingRow.shop_id)
        .outerjoin(first, first.id == lead.scalar_subquery())
        .where(ListingRow.id.in_(ids))
        .order_by(ListingRow.id.desc())
    )  # fmt: skip
    return [ListingLine(**row._mapping) for row in rows]
