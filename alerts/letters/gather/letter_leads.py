"""The leads (线索) of a letter with what the store holds of each, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import EvidenceState, LeadState
from storage.leads.standing_verdicts import last_decisions
from storage.outgoing.notices import notice_leads
from storage.records import Listing, Signal
from storage.records.capture_facts import CaptureFacts
from storage.tables import AssessmentRow, DecisionRow, EvidenceRow, LeadRow, ListingVersionRow

USABLE_EVIDENCE = ("captured", "stamped")
"""States of a capture that shows the page; a blocked, failed or deleted one shows nothing."""


@dataclass(frozen=True, kw_only=True)
class Capture:
    """固证材料: one evidence package as a letter cites it."""

    id: int
    manifest_sha256: str | None
    captured_at: datetime
    stamped_at: datetime | None
    """None unless the time-stamp was verified."""
    authority: str | None
    """Name of the time-stamp authority; None unless the time-stamp was verified."""


@dataclass(frozen=True, kw_only=True)
class StandingVerdict:
    """核查意见 that nobody took back."""

    officer: str
    reason: str | None
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class LetterLead:
    """One lead of a letter: its listing as assessed, its newest capture, its verdict."""

    id: int
    state: LeadState
    right_id: str
    listing: Listing
    capture: Capture | None
    verdict: StandingVerdict | None
    signals: Sequence[Signal]
    """Of the assessment that the lead stands on."""


def letter_leads(session: Session, notice_id: int, *, lock: bool = False) -> tuple[LetterLead, ...]:
    """The leads of a letter, in its order. Six statements, whatever their number.

    With `lock` their rows are locked, so that a verdict cannot be undone while the letter is
    approved; a plain read takes no lock.
    """
    numbers = notice_leads(session, notice_id)
    if not numbers:
        return ()
    query = sa.select(LeadRow).where(LeadRow.id.in_(numbers)).order_by(LeadRow.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    rows = {row.id: row for row in session.scalars(query)}
    versions = [row.version_id for row in rows.values()]
    stored = sa.select(ListingVersionRow.id, ListingVersionRow.record)
    listings = {
        row.id: row.record
        for row in session.execute(stored.where(ListingVersionRow.id.in_(versions)))
    }
    assessments = [row.assessment_id for row in rows.values()]
    signals: dict[int, Sequence[Signal]] = {
        row.id: row.signals
        for row in session.execute(
            sa.select(AssessmentRow.id, AssessmentRow.signals).where(
                AssessmentRow.id.in_(assessments)
            )
        )
    }
    captures = _newest_captures(session, numbers)
    decisions = last_decisions(session, numbers)
    return tuple(
        LetterLead(
            id=row.id,
            state=row.state,
            right_id=row.right_id,
            listing=listings[row.version_id],
            capture=captures.get(row.id),
            verdict=_verdict(decisions.get(row.id)),
            signals=signals[row.assessment_id],
        )
        for row in (rows[number] for number in numbers)
    )


def _verdict(decision: DecisionRow | None) -> StandingVerdict | None:
    if decision is None:
        return None
    return StandingVerdict(
        officer=decision.officer, reason=decision.reason, decided_at=decision.decided_at
    )


def _newest_captures(session: Session, lead_ids: Sequence[int]) -> dict[int, Capture]:
    """The newest usable capture of each lead, by lead; a lead without one is absent."""
    newest = (
        sa.select(sa.func.max(EvidenceRow.id))
        .where(EvidenceRow.lead_id.in_(lead_ids), EvidenceRow.state.in_(USABLE_EVIDENCE))
        .group_by(EvidenceRow.lead_id)
    )
    captures = {}
    for row in session.scalars(sa.select(EvidenceRow).where(EvidenceRow.id.in_(newest))):
        assert row.lead_id is not None
        stamp = row.facts if row.state is EvidenceState.STAMPED else CaptureFacts()
        captures[row.lead_id] = Capture(
            id=row.id,
            manifest_sha256=row.manifest_sha256,
            captured_at=row.captured_at,
            stamped_at=stamp.stamped_at,
            authority=stamp.authority,
        )
    return captures
