"""背景 of listings from the store: sellers' verdicts, like pictures, text read in pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import UPHELD, LeadState
from storage.listings.picture_files import readings_of
from storage.records import NOTHING_KNOWN, Background
from storage.tables import LeadRow, ListingRow, PictureHashRow


def backgrounds(session: Session, listings: Sequence[int]) -> dict[int, Background]:
    """What is known of each of these listings, of those of which anything is."""
    past = _past(session, listings)
    alike = _alike(session, listings)
    read = readings_of(session, listings)
    return {
        listing: Background(
            confirmed=past[listing][0],
            dismissed=past[listing][1],
            same_picture=tuple(sorted(alike[listing])),
            lines=read[listing].lines if listing in read else (),
            logos=read[listing].logos if listing in read else (),
        )
        for listing in {*past, *alike, *read}
    }


def known(found: dict[int, Background], listing: int) -> Background:
    return found.get(listing, NOTHING_KNOWN)


def _past(session: Session, listings: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(confirmed, dismissed) other listings of the same shop."""
    other, own = sa.orm.aliased(ListingRow), sa.orm.aliased(ListingRow)
    lead = (
        sa.select(LeadRow.listing_id, LeadRow.state)
        .where(LeadRow.state.in_((*UPHELD, LeadState.DISMISSED)))
        .subquery()
    )
    query = (
        sa.select(
            own.id,
            sa.func.count(sa.distinct(lead.c.listing_id)).filter(
                lead.c.state != LeadState.DISMISSED
            ),
            sa.func.count(sa.distinct(lead.c.listing_id)).filter(
                lead.c.state == LeadState.DISMISSED
            ),
        )
        .join(other, sa.and_(other.shop_id == own.shop_id, other.id != own.id))
        .join(lead, lead.c.listing_id == other.id)
        .where(own.id.in_(listings), own.shop_id.is_not(None))
        .group_by(own.id)
    )
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    found.update({row[0]: (row[1], row[2]) for row in session.execute(query)})
    return found


def _alike(session: Session, listings: Sequence[int]) -> dict[int, set[int]]:
    """Confirmed leads of other listings that show the very same picture."""
    own, other = sa.orm.aliased(PictureHashRow), sa.orm.aliased(PictureHashRow)
    query = (
        sa.select(own.listing_id, LeadRow.id)
        .join(other, sa.and_(other.phash == own.phash, other.listing_id != own.listing_id))
        .join(LeadRow, LeadRow.listing_id == other.listing_id)
        .where(own.listing_id.in_(listings), LeadRow.state.in_(UPHELD))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for listing, lead in session.execute(query):
        found[listing].add(lead)
    return found
