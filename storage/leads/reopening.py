"""What a new assessment means for a lead that is there already (线索去向)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.office_time import day_of
from storage.base.vocabulary import OPEN, LeadState, Presence
from storage.tables import AssessmentRow, DecisionRow, LeadRow, LicenceRow, ListingRow, RightRow


class AssessmentEffect(StrEnum):
    """What an assessment makes of a lead: opened, updated in the queue, returned to it, relisted
    (复现), or kept as it is."""

    OPENED = "opened"
    UPDATED = "updated"
    RETURNED = "returned"
    RELISTED = "relisted"
    UNCHANGED = "kept"


def effect_of(
    session: Session, lead: LeadRow, assessment: AssessmentRow, dismissal: DecisionRow | None
) -> AssessmentEffect:
    """What becomes of `lead` now that the machine says `assessment`.

    A removed lead is relisted only when its listing was really seen again: scoring the past with
    a new model brings nothing back. A dismissed lead returns when the listing's content and what
    is said of it both changed, or when the ground of its `dismissal` fell away.
    """
    state = lead.state
    if state is LeadState.REMOVED:
        return (
            AssessmentEffect.RELISTED
            if assessment.lead and _seen_again(session, lead)
            else AssessmentEffect.UNCHANGED
        )
    if lead.assessment_id == assessment.id:
        return AssessmentEffect.UNCHANGED
    if state is LeadState.DISMISSED:
        returns = assessment.lead and (
            (lead.version_id != assessment.version_id and said_otherwise(lead, assessment))
            or _ground_fell_away(session, lead, assessment, dismissal)
        )
        return AssessmentEffect.RETURNED if returns else AssessmentEffect.UNCHANGED
    return AssessmentEffect.UPDATED if state in OPEN else AssessmentEffect.UNCHANGED


def _seen_again(session: Session, lead: LeadRow) -> bool:
    listing = session.get_one(ListingRow, lead.listing_id)
    return listing.presence is Presence.PRESENT and listing.last_seen_at > lead.updated_at


def said_otherwise(lead: LeadRow, assessment: AssessmentRow) -> bool:
    """Whether an assessment says something else of a lead than the one before, as an officer reads it."""
    return abs(lead.score - assessment.score) > 0.01 or lead.level != assessment.level


def _ground_fell_away(
    session: Session, lead: LeadRow, assessment: AssessmentRow, dismissal: DecisionRow | None
) -> bool:
    """The right was changed and is judged otherwise, or a licence ended since the dismissal."""
    if dismissal is None:
        return False
    right = session.get_one(RightRow, lead.right_id)
    if right.updated_at > dismissal.decided_at and said_otherwise(lead, assessment):
        return True
    return dismissal.reason == "licensed" and _licence_ended(
        session,
        lead.right_id,
        since=day_of(dismissal.decided_at),
        today=day_of(assessment.created_at),
    )


def _licence_ended(session: Session, right_id: str, *, since: date, today: date) -> bool:
    licence = session.scalar(
        sa.select(LicenceRow.id)
        .where(
            LicenceRow.right_id == right_id,
            LicenceRow.valid_until >= since,
            LicenceRow.valid_until < today,
        )
        .limit(1)
    )
    return licence is not None
