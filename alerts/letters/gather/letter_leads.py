"""The leads (线索) of a letter with what the store holds of each, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import locking
from storage.base.settings import Settings
from storage.base.vocabulary import EvidenceState, LeadState
from storage.leads.citable_captures import CaptureFlaw, JudgedCapture, find_captures
from storage.leads.standing_verdicts import last_decisions
from storage.outgoing.notices import notice_leads
from storage.records import Element, Listing, Right, RightHolder, Signal
from storage.records.capture_facts import CaptureFacts, OfficerBrowser
from storage.records.page_facts import AssessedListing, PageFacts
from storage.rights.store import load_holder, load_rights_of
from storage.tables import AssessmentRow, DecisionRow, LeadRow, ListingVersionRow


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
    awaits_stamp: bool
    """An authority was asked and has not answered yet."""
    page: PageFacts | None
    """What the page showed; None where the capture's record does not say."""
    flaw: CaptureFlaw | None
    """What is in doubt about it."""
    folder: str
    """Where its record lies, relative to the evidence folder."""
    officer_browser: OfficerBrowser | None = None
    """Set where an officer's own browser took the page."""


@dataclass(frozen=True, kw_only=True)
class StandingVerdict:
    """核查意见 that nobody took back."""

    officer: str
    reason: str | None
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class LetterLead:
    """One lead of a letter: its listing as assessed, the capture that shows it, its verdict."""

    id: int
    state: LeadState
    right: Right
    """With the licences of its ledger."""
    holder: RightHolder | None
    listing: Listing
    capture: Capture | None
    """The newest that shows the mark on the assessed version of the listing."""
    refused_captures: tuple[JudgedCapture, ...]
    """Newer captures, newest first, that do not show that."""
    verdict: StandingVerdict | None
    signals: Sequence[Signal]
    """Of the assessment that the lead stands on."""
    elements: Sequence[Element]
    """What that assessment answers; none where it was made before elements were judged."""


def letter_leads(
    session: Session, settings: Settings, notice_id: int, *, lock: bool = False
) -> tuple[LetterLead, ...]:
    """The leads of a letter, in its order. A fixed number of statements, whatever their number, and three a
    right.

    With `lock` their rows are locked, so that a verdict cannot be undone while the letter is
    approved; a plain read takes no lock.
    """
    numbers = notice_leads(session, notice_id)
    if not numbers:
        return ()
    rows = _rows(session, numbers, lock=lock)
    listings = _listings(session, [row.version_id for row in rows.values()])
    signals, elements = _judged(session, [row.assessment_id for row in rows.values()])
    captures = find_captures(
        session,
        settings,
        {
            row.id: AssessedListing(
                version_id=row.version_id,
                listing=listings[row.version_id],
                signals=signals[row.assessment_id],
            )
            for row in rows.values()
        },
    )
    decisions = last_decisions(session, numbers)
    rights = load_rights_of(session, (row.right_id for row in rows.values()))
    holders = {
        number: load_holder(session, right.holder) if right.holder else None
        for number, right in rights.items()
    }
    return tuple(
        LetterLead(
            id=row.id,
            state=row.state,
            right=rights[row.right_id],
            holder=holders[row.right_id],
            listing=listings[row.version_id],
            capture=_capture(captures[row.id].cited),
            refused_captures=captures[row.id].refused,
            verdict=_verdict(decisions.get(row.id)),
            signals=signals[row.assessment_id],
            elements=elements[row.assessment_id],
        )
        for row in (rows[number] for number in numbers)
    )


def _rows(session: Session, numbers: Sequence[int], *, lock: bool) -> dict[int, LeadRow]:
    query = sa.select(LeadRow).where(LeadRow.id.in_(numbers)).order_by(LeadRow.id)
    if lock:
        trail.take_turn(session)  # first, as `lock_lead` does
        query = locking(query)
    return {row.id: row for row in session.scalars(query)}


def _listings(session: Session, versions: Sequence[int]) -> dict[int, Listing]:
    stored = sa.select(ListingVersionRow.id, ListingVersionRow.record)
    rows = session.execute(stored.where(ListingVersionRow.id.in_(versions)))
    return {row.id: row.record for row in rows}


def _judged(
    session: Session, assessments: Sequence[int]
) -> tuple[dict[int, Sequence[Signal]], dict[int, Sequence[Element]]]:
    """Signals and elements of each assessment."""
    stored = sa.select(AssessmentRow.id, AssessmentRow.signals, AssessmentRow.elements)
    rows = session.execute(stored.where(AssessmentRow.id.in_(assessments))).all()
    return {row.id: row.signals for row in rows}, {row.id: row.elements for row in rows}


def _verdict(decision: DecisionRow | None) -> StandingVerdict | None:
    if decision is None:
        return None
    return StandingVerdict(
        officer=decision.officer, reason=decision.reason, decided_at=decision.decided_at
    )


def _capture(cited: JudgedCapture | None) -> Capture | None:
    if cited is None:
        return None
    row = cited.row
    stamped = row.state is EvidenceState.STAMPED
    stamp = row.facts if stamped else CaptureFacts()
    return Capture(
        id=row.id,
        manifest_sha256=row.manifest_sha256,
        captured_at=row.captured_at,
        stamped_at=stamp.stamped_at,
        authority=stamp.authority,
        awaits_stamp=bool(row.facts.authorities) and not stamped,
        page=cited.page,
        flaw=cited.flaw,
        officer_browser=row.facts.officer_browser,
        folder=row.folder,
    )
