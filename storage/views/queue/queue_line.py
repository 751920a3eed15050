"""One lead as a list shows it (队列行), and the query of such lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.base.vocabulary import LeadState
from storage.records import Level, NextStep
from storage.tables import (
    HolderRow,
    LeadRow,
    ListingRow,
    PictureHashRow,
    ProbeReason,
    RightRow,
    ShopRow,
)


@dataclass(frozen=True, kw_only=True)
class QueueLine:
    """One lead as a list shows it."""

    id: int
    revision: int
    title: str
    url: str
    platform: str
    shop: str | None
    shop_id: int | None
    right: str
    right_id: str
    holder: str | None
    price: int | None
    """In hundredths of `currency`."""
    currency: str | None
    picture_id: int | None
    """The first stored picture of the listing that has a small copy."""
    score: float
    level: Level
    state: LeadState
    relisted: bool
    probe: ProbeReason | None
    disguise: str | None
    region: str | None
    tier: int
    reach: int
    claimed_by: str | None
    opened_at: datetime
    next_step: NextStep


def select_lines() -> Any:
    """The columns of a QueueLine, of all leads."""
    return (
        sa.select(
            LeadRow.id,
            LeadRow.revision,
            ListingRow.title,
            ListingRow.url,
            LeadRow.platform,
            ShopRow.name.label("shop"),
            ShopRow.id.label("shop_id"),
            RightRow.text.label("right"),
            LeadRow.right_id,
            HolderRow.name.label("holder"),
            LeadRow.price,
            LeadRow.currency,
            _first_picture().label("picture_id"),
            LeadRow.score,
            LeadRow.level,
            LeadRow.state,
            LeadRow.relisted,
            LeadRow.probe,
            LeadRow.disguise,
            LeadRow.region,
            LeadRow.tier,
            LeadRow.reach,
            LeadRow.claimed_by,
            LeadRow.opened_at,
            LeadRow.next_step,
        )
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .outerjoin(HolderRow, HolderRow.id == RightRow.holder_id)
        .outerjoin(ShopRow, ShopRow.id == LeadRow.shop_id)
    )


def _first_picture() -> Any:
    pictures = (PictureHashRow.listing_id == LeadRow.listing_id, PictureHashRow.small.is_not(None))
    first = sa.select(sa.func.min(PictureHashRow.id)).where(*pictures)
    return first.correlate(LeadRow).scalar_subquery()
