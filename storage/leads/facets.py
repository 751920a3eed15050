"""线索特征: the fields by which a lead is sorted, filtered and grouped besides its right and its level.

They repeat fields of listings, runs and pictures, so that no view of the queue joins a million rows;
`open_lead` and `keep_pictures` hold them right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.listings.regions import counted_region
from storage.pictures.recognition import main_pictures
from storage.records import Listing
from storage.tables import LeadRow, ListingRow, RunRow, TaskRow

TITLE_CHARACTERS = 500
"""Characters of a title on a lead, as many as one read from a page has; PostgreSQL's index takes 2,704 bytes a row
(https://www.postgresql.org/docs/current/btree.html), which fewer than 680 may fill."""


@dataclass(frozen=True, kw_only=True)
class LeadTraits:
    """The facts of a lead's listing that the lead repeats."""

    platform: str
    title: str
    shop_id: int | None
    region: str | None
    """GB/T 2260, two, four or six digits, of the seller; None where the page names no place."""
    price: int | None
    """价格 in hundredths of `currency`."""
    currency: str | None
    reach: int
    """触达: how many were sold, as shown; 0 where the page does not say."""
    picture: str | None
    """Hash of the earlier picture that the main one is the same as: equal means the same."""
    campaign: str | None
    """专项行动 of the task that saw the listing."""


def read_traits(session: Session, listings: Mapping[int, Listing]) -> dict[int, LeadTraits]:
    """Traits of some listings, by their row numbers, in three statements whatever their number."""
    rows = session.execute(
        sa.select(
            ListingRow.id,
            ListingRow.platform,
            ListingRow.title,
            ListingRow.shop_id,
            TaskRow.campaign,
        )
        .outerjoin(RunRow, RunRow.id == ListingRow.run_id)
        .outerjoin(TaskRow, TaskRow.id == RunRow.task_id)
        .where(ListingRow.id.in_(listings))
    ).all()
    pictures = _pictures(session, listings)
    return {
        row.id: LeadTraits(
            platform=row.platform,
            title=row.title[:TITLE_CHARACTERS],
            shop_id=row.shop_id,
            region=region_of(listings[row.id]),
            price=price_of(listings[row.id]),
            currency=(listings[row.id].currency or "")[:10] or None,
            reach=reach_of(listings[row.id]),
            picture=pictures.get(row.id),
            campaign=row.campaign,
        )
        for row in rows
    }


def file_traits(lead: LeadRow, traits: LeadTraits) -> None:
    """Write a listing's traits on its lead; the campaign that found it first keeps it."""
    lead.platform, lead.title, lead.shop_id = traits.platform, traits.title, traits.shop_id
    lead.region, lead.reach = traits.region, traits.reach
    lead.price, lead.currency = traits.price, traits.currency
    lead.picture = lead.picture or traits.picture
    lead.campaign = lead.campaign or traits.campaign


def file_main_picture(session: Session, listing_id: int) -> None:
    """Group the leads of a listing by its main picture; the group they are in already stays."""
    waiting = (LeadRow.listing_id == listing_id, LeadRow.picture.is_(None))
    if session.scalar(sa.select(LeadRow.id).where(*waiting).limit(1)) is None:
        return
    group = main_pictures(session, [listing_id]).get(listing_id)
    session.execute(sa.update(LeadRow).where(*waiting).values(picture=group))


def _pictures(session: Session, listings: Iterable[int]) -> dict[int, str]:
    """The picture group of each listing that has a lead or a fingerprint already."""
    listing_ids = list(listings)
    grouped = session.execute(
        sa.select(LeadRow.listing_id, LeadRow.picture).where(
            LeadRow.listing_id.in_(listing_ids), LeadRow.picture.is_not(None)
        )
    )
    groups = {row.listing_id: str(row.picture) for row in grouped}
    waiting = [listing_id for listing_id in listing_ids if listing_id not in groups]
    return groups | (main_pictures(session, waiting) if waiting else {})


def region_of(listing: Listing) -> str | None:
    """GB/T 2260 code of the division that the listing is counted under."""
    region = counted_region(listing)
    return region.code if region else None


def price_of(listing: Listing) -> int | None:
    """The price as shown in hundredths of its currency, rounded; None where the page shows none."""
    return None if listing.price is None else int((listing.price * 100).to_integral_value())


def reach_of(listing: Listing) -> int:
    """How many were sold, as shown; never below zero."""
    return min(max(listing.sales or 0, 0), 2**62)
