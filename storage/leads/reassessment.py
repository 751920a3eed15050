"""Assessed anew (重新研判): listings of which something was learnt that their assessment rests on.

A verdict concerns its listing's seller and pictures, so others of the same shop, or with the same
picture, are assessed again without a crawl. Only those in which a mark was found once, and only at
the steps at which a seller's past weighs otherwise, so that a large shop is not scored anew with
every verdict.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import UPHELD, LeadState
from storage.listings.assessment_marks import assess_again
from storage.pictures.recognition import picture_twins
from storage.tables import (
    AssessmentRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
)

_CONFIRMED_STEPS, _DISMISSED_STEPS = range(4), range(5)
"""Counts around the steps of `classifiers.signals.seller_history`, one verdict more or less."""


def tell_neighbours(session: Session, listing_id: int) -> None:
    """Have what rests on the verdict of this listing's leads assessed again."""
    shop_id = session.scalar(sa.select(ListingRow.shop_id).where(ListingRow.id == listing_id))
    if shop_id is not None and _at_a_step(session, shop_id):
        _assess_again(session, (ListingRow.shop_id == shop_id) & (ListingRow.id != listing_id))
    twins = picture_twins(session, [listing_id]).get(listing_id, {})
    if twins:
        _assess_again(session, ListingRow.id.in_(sorted(twins)))


def assess_right_again(session: Session, right_id: str) -> None:
    """Have the listings in which this right's mark was found assessed again."""
    versions = sa.select(AssessmentRow.version_id).where(AssessmentRow.right_id == right_id)
    _assess_again(session, ListingRow.version_id.in_(versions))


def _at_a_step(session: Session, shop_id: int) -> bool:
    """Whether the shop's confirmed or dismissed listings are as few as to matter one by one."""
    listings = sa.func.count(sa.distinct(LeadRow.listing_id))
    confirmed, dismissed = session.execute(
        sa.select(
            listings.filter(LeadRow.state.in_(UPHELD)),
            listings.filter(LeadRow.state == LeadState.DISMISSED),
        )
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(ListingRow.shop_id == shop_id)
    ).one()
    past = dismissed in _DISMISSED_STEPS if not confirmed else confirmed in _CONFIRMED_STEPS
    return bool(past)


def _assess_again(session: Session, which: sa.ColumnElement[bool]) -> None:
    versions = (
        sa.select(ListingRow.version_id)
        .join(AssessmentRow, AssessmentRow.version_id == ListingRow.version_id)
        .where(which)
    )
    assess_again(session, ListingVersionRow.id.in_(versions))
