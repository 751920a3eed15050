"""线索: the acts that take a lead from state to state (`storage.leads.lead_state` writes it).

    pending → claimed → confirmed | dismissed | needs_evidence
    open → snoozed | merged → as before
    confirmed → noticed → removed | refused | contested → closed; any of them → dismissed by an appeal
    removed → pending, when the listing is there again (复现); dismissed → pending, when its ground fell

Every change is a row in the audit and counts the lead's revision up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import locking
from storage.base.errors import Refused, StaleState
from storage.base.vocabulary import OPEN, UNDO, UPHELD, DecisionKind, LeadState, Verdict
from storage.leads.lead_state import (
    check_fresh,
    check_not_claimed,
    lock_lead,
    move_lead,
    note_act,
    state_message,
)
from storage.leads.rank import set_rank
from storage.leads.reassessment import tell_neighbours
from storage.leads.standing_verdicts import check_reason, has_issued_notice, last_decision
from storage.outgoing.webhook_events import tell_of_lead, tell_of_verdict
from storage.tables import DecisionRow, LeadRow
from storage.tables.base import now

S = LeadState
FOLLOW_UP: Mapping[LeadState, frozenset[LeadState]] = {
    S.CONFIRMED: frozenset({S.NOTICED, S.REMOVED, S.CLOSED, S.DISMISSED}),
    S.NOTICED: frozenset({S.REMOVED, S.REFUSED, S.CONTESTED, S.CLOSED, S.DISMISSED}),
    S.REMOVED: frozenset({S.CLOSED, S.DISMISSED}),
    S.REFUSED: frozenset({S.NOTICED, S.REMOVED, S.CONTESTED, S.CLOSED, S.DISMISSED}),
    S.CONTESTED: frozenset({S.NOTICED, S.REFUSED, S.REMOVED, S.CLOSED, S.DISMISSED}),
    S.CLOSED: frozenset({S.DISMISSED}),
}
"""States that may follow a letter, each with the states it follows from; 已排除 where an appeal was upheld,
the state before the statement where it was rejected (`storage.appeals.deciding`)."""


def claim(session: Session, lead_id: int, *, officer: str, revision: int | None = None) -> LeadRow:
    """Take a lead into work (认领), so that two officers never work on one. Raises StaleState."""
    lead = lock_lead(session, lead_id)
    check_fresh(lead, revision)
    check_not_claimed(lead, officer)
    if lead.state not in OPEN:
        raise StaleState("lead.not-open", lead=lead_id, state=state_message(lead.state))
    lead.claimed_by, lead.claimed_at = officer, now()
    move_lead(lead, S.CLAIMED)
    note_act(session, lead, actor=officer, act="lead.claim")
    return lead


def release(session: Session, lead_id: int, *, officer: str) -> LeadRow:
    """Put a claimed lead back into the queue."""
    lead = lock_lead(session, lead_id)
    if lead.state is not S.CLAIMED or lead.claimed_by != officer:
        raise StaleState("lead.not-yours", lead=lead_id)
    move_lead(lead, S.PENDING)
    note_act(session, lead, actor=officer, act="lead.release")
    return lead


def decide(
    session: Session,
    lead_id: int,
    verdict: Verdict,
    *,
    officer: str,
    reason: str,
    note: str | None = None,
    revision: int | None = None,
    batch_id: int | None = None,
) -> DecisionRow:
    """Give a verdict (核查意见); from pending it claims on the way. `batch_id`: its batch (成组核查).

    Raises StaleState when the lead moved on or is another officer's, BadInput on a reason that
    does not fit or `other` without a note.
    """
    check_reason(verdict, reason, note)
    lead = lock_lead(session, lead_id)
    check_fresh(lead, revision)
    before = lead.state
    if before not in OPEN:
        raise StaleState("lead.decided", lead=lead_id, state=state_message(before))
    check_not_claimed(lead, officer)
    decision = DecisionRow(
        lead_id=lead.id,
        assessment_id=lead.assessment_id,
        verdict=DecisionKind(verdict),
        reason=reason,
        note=note,
        officer=officer,
        from_state=before,
        batch_id=batch_id,
    )
    session.add(decision)
    lead.claimed_by, lead.claimed_at = officer, lead.claimed_at or now()
    move_lead(lead, S(verdict))
    session.flush()
    if verdict is Verdict.CONFIRMED:
        lead.confirmed_at = decision.decided_at
    tell_neighbours(session, lead.listing_id)
    note_act(
        session,
        lead,
        actor=officer,
        act="lead.decide",
        verdict=verdict,
        reason=reason,
        decision=decision.id,
        note_sha256=trail.note_hash(note),
        **({} if batch_id is None else {"batch": batch_id}),
    )
    tell_of_verdict(session, lead, decision)
    return decision


def undo(session: Session, lead_id: int, *, officer: str, note: str | None = None) -> DecisionRow:
    """Take the last verdict back (撤销). Raises StaleState without one, Refused after a document or an appeal."""
    lead = lock_lead(session, lead_id)
    last = last_decision(session, lead_id)
    if last is None or lead.state.value != last.verdict.value:
        raise StaleState("lead.no-verdict", lead=lead_id)
    if has_issued_notice(session, lead_id):
        raise Refused("lead.letter-issued", lead=lead_id)
    if last.from_state not in OPEN:
        raise Refused("lead.appeal-upheld", lead=lead_id)
    back = DecisionRow(
        lead_id=lead.id,
        assessment_id=lead.assessment_id,
        verdict=UNDO,
        note=note,
        officer=officer,
        from_state=lead.state,
        undoes=last.id,
    )
    session.add(back)
    move_lead(lead, S(last.from_state))
    session.flush()
    tell_neighbours(session, lead.listing_id)
    note_act(
        session, lead, actor=officer, act="lead.undo", undoes=last.id,
        note_sha256=trail.note_hash(note),
    )  # fmt: skip
    tell_of_verdict(session, lead, back)
    return back


def set_aside(
    lead: LeadRow, state: LeadState, *, officer: str, revision: int | None = None
) -> LeadState:
    """Take an open lead, locked, out of the queue: to `snoozed` (暂缓) or `merged` (已合并).

    Returns the state that it goes back to. Raises StaleState when the lead moved on or is another
    officer's.
    """
    check_fresh(lead, revision)
    before = lead.state
    if before not in OPEN:
        raise StaleState("lead.not-waiting", lead=lead.id, state=state_message(before))
    check_not_claimed(lead, officer)
    move_lead(lead, state)
    return S.NEEDS_EVIDENCE if before is S.NEEDS_EVIDENCE else S.PENDING


def advance(
    session: Session, lead_id: int, state: LeadState, *, actor: str, why: str = "", **detail: object
) -> LeadRow:
    """Move a confirmed lead on after a letter; the audit holds `detail`. Raises Refused on any other step."""
    lead = lock_lead(session, lead_id)
    before = lead.state
    if state not in FOLLOW_UP.get(before, frozenset()):
        raise Refused(
            "lead.no-step",
            lead=lead_id,
            before=state_message(before),
            after=state_message(state),
        )
    move_lead(lead, state)
    if state is S.DISMISSED:
        lead.relisted = False  # what an upheld appeal struck is no offence that came back
    if (before in UPHELD) != (state in UPHELD):
        session.flush()
        tell_neighbours(session, lead.listing_id)
    note_act(session, lead, actor=actor, act=f"lead.{state}", why=why, **detail)
    return lead


def relist(session: Session, lead: LeadRow, *, why: str = "", score: float | None = None) -> None:
    """Put the lead of a removed listing that is there again back into the queue, above its equals
    (复现), and tell other systems. Raises Refused when its listing was not removed.

    `why` and `score` say in the audit what showed it: a look at the page, or a new assessment.
    """
    if lead.state is not S.REMOVED:
        raise Refused("lead.not-removed", lead=lead.id, state=state_message(lead.state))
    _requeue(lead, relisted=True)
    session.flush()
    tell_neighbours(session, lead.listing_id)
    grounds = {"why": why, "score": score}
    note_act(
        session, lead, actor="system", act="lead.relisted",
        **{name: value for name, value in grounds.items() if value not in ("", None)},
    )  # fmt: skip
    tell_of_lead(session, lead, "lead.relisted")


def return_to_queue(session: Session, lead: LeadRow, *, score: float) -> None:
    """Put a dismissed lead back into the queue: the listing is no longer the one that was dismissed."""
    _requeue(lead, relisted=False)
    note_act(session, lead, actor="system", act="lead.returned", score=score)
    tell_of_lead(session, lead, "lead.returned")


def _requeue(lead: LeadRow, *, relisted: bool) -> None:
    lead.relisted = relisted
    move_lead(lead, S.PENDING)
    set_rank(lead)


def expire_claims(session: Session, *, before: datetime) -> int:
    """Give back claims that nobody finished since `before`, or decides right now. Returns how many."""
    stale = sa.select(LeadRow).where(LeadRow.state == S.CLAIMED, LeadRow.claimed_at < before)
    if not trail.take_turn_if_any(session, stale):
        return 0
    leads = session.scalars(locking(stale, skip_locked=True)).all()
    for lead in leads:
        move_lead(lead, S.PENDING)
        note_act(session, lead, actor="system", act="lead.release")
    return len(leads)
