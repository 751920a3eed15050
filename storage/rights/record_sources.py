"""Stored listings that may tell something of a right: those in which its mark was matched."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.records import Listing
from storage.tables import LeadRow, ListingRow, ListingVersionRow

MOST_LISTINGS = 3000
"""Listings read for one right, the latest leads first: some seconds; chosen by hand."""


def matched_listings(session: Session, right_id: str) -> Iterator[Listing]:
    """Current versions of the listings with a lead on the right."""
    query = (
        sa.select(ListingVersionRow.record)
        .join(ListingRow, ListingRow.version_id == ListingVersionRow.id)
        .join(LeadRow, LeadRow.listing_id == ListingRow.id)
        .where(LeadRow.right_id == right_id)
        .order_by(LeadRow.id.desc())
        .limit(MOST_LISTINGS)
    )
    yield from session.scalars(query)
