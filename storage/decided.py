"""What officers decided, as listings with answers: the material that the model learns from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.records import Listing
from storage.tables import AssessmentRow, DecisionRow, LeadRow, ListingVersionRow

_ANSWERS = {"confirmed": True, "dismissed": False}


@dataclass(frozen=True, kw_only=True)
class DecidedListing:
    """One listing × one right with an officer's standing verdict."""

    listing: Listing
    """As it was when the machine spoke of it."""
    right: str
    infringing: bool
    decided_at: datetime


def decided_listings(session: Session) -> list[DecidedListing]:
    """The last standing verdict of every lead, oldest first; what was undone does not count."""
    undone = sa.select(DecisionRow.undoes).where(DecisionRow.undoes.is_not(None))
    query = (
        sa.select(
            DecisionRow.lead_id,
            DecisionRow.verdict,
            DecisionRow.decided_at,
            LeadRow.right_id,
            ListingVersionRow.record,
        )
        .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
        .join(AssessmentRow, AssessmentRow.id == DecisionRow.assessment_id)
        .join(ListingVersionRow, ListingVersionRow.id == AssessmentRow.version_id)
        .where(DecisionRow.verdict.in_(_ANSWERS), DecisionRow.id.not_in(undone))
        .order_by(DecisionRow.decided_at, DecisionRow.id)
    )
    latest = {row.lead_id: row for row in session.execute(query)}
    return sorted(
        (
            DecidedListing(
                listing=Listing.from_json(row.record),
                right=row.right_id,
                infringing=_ANSWERS[row.verdict],
                decided_at=row.decided_at,
            )
            for row in latest.values()
        ),
        key=lambda one: one.decided_at,
    )
