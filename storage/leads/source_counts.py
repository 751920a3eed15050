"""来源计数 from the store: officers' verdicts that turn on whose goods were sold."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.leads.standing_verdicts import newest_standing
from storage.records.source_count import SourceCount, SourceCounts
from storage.tables import DecisionRow, LeadRow, ListingRow

UNLAWFUL_REASONS = ("same_mark", "no_licence", "licence_exceeded")
LAWFUL_REASONS = ("licensed", "genuine_resale")
"""Reasons (storage.base.reasons) of verdicts that say whether the seller had leave."""


def source_counts(session: Session, right_id: str | None = None) -> SourceCounts:
    """By right and platform, the verdict that stands on each lead, of one right or of all; one statement."""
    unlawful = DecisionRow.reason.in_(UNLAWFUL_REASONS)
    lawful = DecisionRow.reason.in_(LAWFUL_REASONS)
    query = (
        sa.select(
            LeadRow.right_id,
            ListingRow.platform,
            sa.func.count().filter(unlawful),
            sa.func.count().filter(lawful),
        )
        .join(DecisionRow, DecisionRow.lead_id == LeadRow.id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(sa.or_(unlawful, lawful))
        .group_by(LeadRow.right_id, ListingRow.platform)
    )
    newest = newest_standing()
    if right_id is not None:
        of_right = sa.select(LeadRow.id).where(LeadRow.right_id == right_id)
        newest = newest.where(DecisionRow.lead_id.in_(of_right))
        query = query.where(LeadRow.right_id == right_id)
    query = query.where(DecisionRow.id.in_(newest))
    return {
        (right, platform): SourceCount(unlawful=against, lawful=for_it)
        for right, platform, against, for_it in session.execute(query)
    }
