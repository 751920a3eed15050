"""Listings labelled with officers' verdicts: the training data of the model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import Verdict
from storage.leads.standing_verdicts import is_standing
from storage.records import Listing
from storage.tables import AnswerRow, AssessmentRow, DecisionRow, LeadRow, ListingVersionRow

_ANSWERS = {Verdict.CONFIRMED: True, Verdict.DISMISSED: False}
_REASONS = {
    "unauthorised": "no_licence",
    "authorised": "licensed",
    "supplied": "genuine_resale",
}
"""A right holder's choice → the reason that an officer would give."""


@dataclass(frozen=True, kw_only=True)
class DecidedListing:
    """One listing × one right with an officer's standing verdict."""

    listing: Listing
    """The version that was assessed."""
    right: str
    infringing: bool
    decided_at: datetime
    reason: str = ""
    """Code of `storage.base.reasons`, that of a holder's answer too."""


def decided_listings(session: Session) -> list[DecidedListing]:
    """The last standing verdict of every lead, oldest first; what was undone does not count.

    Where no officer decided, the right holder's answer stands in; where one did, only an answer
    that came after the verdict and that an officer took over goes before it.
    """
    query = (
        sa.select(
            DecisionRow.lead_id,
            DecisionRow.verdict,
            DecisionRow.reason,
            DecisionRow.decided_at,
            LeadRow.right_id,
            ListingVersionRow.record,
        )
        .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
        .join(AssessmentRow, AssessmentRow.id == DecisionRow.assessment_id)
        .join(ListingVersionRow, ListingVersionRow.id == AssessmentRow.version_id)
        .where(DecisionRow.verdict.in_(_ANSWERS), is_standing())
        .order_by(DecisionRow.decided_at, DecisionRow.id)
    )
    latest = {row.lead_id: row for row in session.execute(query)}
    answered = {
        row.lead_id: row
        for row in session.execute(_answers())
        if row.lead_id not in latest or _goes_before(row, latest[row.lead_id])
    }
    labelled = [
        _decided(row, infringing=_ANSWERS[row.verdict], reason=row.reason or "")
        for lead, row in latest.items()
        if lead not in answered
    ]
    labelled += [
        _decided(row, infringing=row.choice == "unauthorised", reason=_REASONS[row.choice])
        for row in answered.values()
    ]
    return sorted(labelled, key=lambda listing: listing.decided_at)


def _goes_before(answer: Any, verdict: Any) -> bool:
    return answer.accepted_at is not None and answer.decided_at > verdict.decided_at


def _answers() -> sa.Select[int, str, datetime | None, datetime, str, Listing]:
    """Answers of right holders about leads (企业答复): the holder knows best whom it licensed."""
    return (
        sa.select(
            AnswerRow.lead_id,
            AnswerRow.choice,
            AnswerRow.accepted_at,
            AnswerRow.answered_at.label("decided_at"),
            LeadRow.right_id,
            ListingVersionRow.record,
        )
        .join(LeadRow, LeadRow.id == AnswerRow.lead_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .order_by(AnswerRow.answered_at, AnswerRow.id)
    )


def _decided(row: Any, *, infringing: bool, reason: str) -> DecidedListing:
    return DecidedListing(
        listing=row.record,
        right=row.right_id,
        infringing=infringing,
        decided_at=row.decided_at,
        reason=reason,
    )
