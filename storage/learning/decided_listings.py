"""Listings labelled with officers' verdicts, and what was known when each was given: the training data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.reasons import NO_LESSONS
from storage.base.vocabulary import Verdict
from storage.leads.standing_verdicts import is_standing
from storage.learning.background_at import BackgroundThen, LeadMoment, standings
from storage.records import NOTHING_KNOWN, Background, Listing, Signal
from storage.records.source_count import NOTHING_COUNTED, SourceCount
from storage.tables import (
    AnswerRow,
    AssessmentRow,
    DecisionRow,
    LeadRow,
    ListingRow,
    ListingVersionRow,
    SampledLeadRow,
)

_ANSWERS = {Verdict.CONFIRMED: True, Verdict.DISMISSED: False}
_READ_TO_LEARN = (
    LeadRow.listing_id,
    LeadRow.right_id,
    ListingRow.shop_id,
    ListingRow.platform,
    AssessmentRow.signals,
    ListingVersionRow.record,
)
"""What is read of a listing that was decided on, to learn from it."""
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
    """The version that was decided on, with the text that was read in its pictures until then."""
    right: str
    infringing: bool
    decided_at: datetime
    reason: str = ""
    """Code of `storage.base.reasons`, that of a holder's answer too."""
    background: Background = NOTHING_KNOWN
    """What was known beside the listing when the verdict was given, nothing later."""
    source_count: SourceCount = NOTHING_COUNTED
    """Verdicts on unknown sellers of the right on the platform, those before this one."""
    recorded: tuple[Signal, ...] = ()
    """The signals of the assessment that was decided on, as the officer read them."""
    score: float | None = None
    """Of that assessment."""
    weight: float = 1.0
    """Assessed pairs that it stands for: more than one for a non-lead that was drawn (抽样)."""
    drawn: bool = False
    """Whether it was no lead and came before an officer by the draw."""

    @property
    def seller(self) -> str:
        """The shop on its platform; where none is shown, the listing stands for itself."""
        shop = self.listing.shop
        return f"{self.listing.stored_platform} {shop}" if shop else self.listing.url


def decided_listings(session: Session) -> list[DecidedListing]:
    """The last standing verdict of every lead, oldest first; what was undone does not count.

    Where no officer decided, the right holder's answer stands in; where one did, only an answer
    that came after the verdict and that an officer took over goes before it.
    """
    return _labelled(session, _standing(session, _READ_TO_LEARN))


class DecidedScore(NamedTuple):
    """The score of one listing × one right with an officer's standing verdict: what the sample's estimates need."""

    score: float | None
    infringing: bool
    weight: float
    drawn: bool


def decided_scores(session: Session) -> list[DecidedScore]:
    """The same verdicts as `decided_listings`, without what was known beside."""
    return [
        DecidedScore(row.score, _is_infringing(row), row.weight or 1.0, row.weight is not None)
        for row in _standing(session, ())
    ]


def _standing(session: Session, columns: Sequence[Any]) -> list[Any]:
    """The last standing verdict or answer on every lead, oldest first, with further columns of what it was on."""
    latest = {row.lead_id: row for row in session.execute(_verdicts(columns))}
    answered = {
        row.lead_id: row
        for row in session.execute(_answers(columns))
        if row.lead_id not in latest or _goes_before(row, latest[row.lead_id])
    }
    rows = [row for lead, row in latest.items() if lead not in answered] + list(answered.values())
    rows = [row for row in rows if getattr(row, "reason", None) not in NO_LESSONS]
    return sorted(rows, key=lambda row: (row.decided_at, row.lead_id))


def _verdicts(columns: Sequence[Any]) -> sa.Select[*tuple[Any, ...]]:
    """Standing verdicts, oldest first, each with the version that its assessment was of."""
    return (
        _decided_on(DecisionRow, DecisionRow.assessment_id, columns)
        .add_columns(DecisionRow.verdict, DecisionRow.reason, DecisionRow.decided_at)
        .where(DecisionRow.verdict.in_(_ANSWERS), is_standing())
        .order_by(DecisionRow.decided_at, DecisionRow.id)
    )


def _answers(columns: Sequence[Any]) -> sa.Select[*tuple[Any, ...]]:
    """Answers of right holders about leads (企业答复), each with the version that stood assessed then:
    the holder knows best whom it licensed."""
    assessed = (
        sa.select(sa.func.max(AssessmentRow.id))
        .join(ListingVersionRow, ListingVersionRow.id == AssessmentRow.version_id)
        .where(
            ListingVersionRow.listing_id == LeadRow.listing_id,
            AssessmentRow.right_id == LeadRow.right_id,
            AssessmentRow.created_at <= AnswerRow.answered_at,
        )
        .correlate(LeadRow, AnswerRow)
        .scalar_subquery()
    )
    return (
        _decided_on(AnswerRow, sa.func.coalesce(assessed, LeadRow.assessment_id), columns)
        .add_columns(
            AnswerRow.choice, AnswerRow.accepted_at, AnswerRow.answered_at.label("decided_at")
        )
        .order_by(AnswerRow.answered_at, AnswerRow.id)
    )


def _decided_on(
    source: type[DecisionRow | AnswerRow], assessment: Any, columns: Sequence[Any]
) -> sa.Select[*tuple[Any, ...]]:
    """The one link from a verdict or answer to what was decided on: its assessment, that one's version."""
    return (
        sa.select(LeadRow.id.label("lead_id"), AssessmentRow.score, SampledLeadRow.weight, *columns)
        .select_from(source)
        .join(LeadRow, LeadRow.id == source.lead_id)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(AssessmentRow, AssessmentRow.id == assessment)
        .join(ListingVersionRow, ListingVersionRow.id == AssessmentRow.version_id)
        .outerjoin(SampledLeadRow, SampledLeadRow.lead_id == LeadRow.id)
    )


def _goes_before(answer: Any, verdict: Any) -> bool:
    return answer.accepted_at is not None and answer.decided_at > verdict.decided_at


def _labelled(session: Session, rows: Sequence[Any]) -> list[DecidedListing]:
    moments = [
        LeadMoment(row.listing_id, row.right_id, row.shop_id, row.platform, row.decided_at)
        for row in rows
    ]
    return [
        _decided(row, standing)
        for row, standing in zip(rows, standings(session, moments), strict=True)
    ]


def _is_by_holder(row: Any) -> bool:
    return hasattr(row, "choice")


def _is_infringing(row: Any) -> bool:
    return row.choice == "unauthorised" if _is_by_holder(row) else _ANSWERS[row.verdict]


def _decided(row: Any, standing: BackgroundThen) -> DecidedListing:
    by_holder = _is_by_holder(row)
    listing: Listing = row.record
    if standing.background.lines:
        texts = [text for text in (listing.image_text, standing.background.text) if text]
        listing = replace(listing, image_text="\n".join(texts))
    return DecidedListing(
        listing=listing,
        right=row.right_id,
        infringing=_is_infringing(row),
        decided_at=row.decided_at,
        reason=_REASONS[row.choice] if by_holder else row.reason or "",
        background=standing.background,
        source_count=standing.source_count,
        recorded=tuple(row.signals),
        score=row.score,
        weight=row.weight or 1.0,
        drawn=row.weight is not None,
    )
