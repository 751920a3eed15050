"""线索: the only place where a lead changes state.

    pending → claimed → confirmed | dismissed | needs_evidence
    confirmed → noticed → removed | refused | contested → closed; removed and seen again → pending

Every change is a row in the audit and counts the lead's revision up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.disguises import disguise_of
from storage.base.errors import NotFound, Refused, StaleState
from storage.base.vocabulary import STATE_NAMES, LeadState, Verdict
from storage.leads.background import CONFIRMED
from storage.leads.decisions import check_reason, has_issued_notice, last_decision
from storage.leads.facets import LeadTraits, file_traits, read_traits
from storage.leads.rank import RELISTED_ABOVE, queue_rank
from storage.leads.reassessment import tell_neighbours
from storage.leads.reopening import Fate, fate_of
from storage.outgoing.webhook_events import tell_of_lead
from storage.records import Level, Listing
from storage.tables import (
    AssessmentRow,
    DecisionRow,
    LeadRow,
    ListingVersionRow,
)
from storage.tables.base import now

S = LeadState
OPEN = frozenset({S.PENDING, S.CLAIMED, S.NEEDS_EVIDENCE})
"""States in which a verdict can be given; a given verdict can be changed by undoing it."""

FOLLOW_UP: Mapping[LeadState, frozenset[LeadState]] = {
    S.CONFIRMED: frozenset({S.NOTICED, S.REMOVED, S.CLOSED}),
    S.NOTICED: frozenset({S.REMOVED, S.REFUSED, S.CONTESTED, S.CLOSED}),
    S.REMOVED: frozenset({S.CLOSED, S.PENDING}),  # pending again: 复现
    S.REFUSED: frozenset({S.NOTICED, S.REMOVED, S.CONTESTED, S.CLOSED}),
    S.CONTESTED: frozenset({S.REMOVED, S.CLOSED}),
}
"""What may follow a letter, and from which state."""


@dataclass(frozen=True, kw_only=True)
class LeadOpening:
    """What open_lead did."""

    lead_id: int
    fate: Fate


def open_lead(
    session: Session,
    assessment: AssessmentRow,
    listing_id: int,
    *,
    tier: int,
    traits: LeadTraits | None = None,
) -> LeadOpening:
    """Open the lead of one listing × one right, or bring the one that is there up to date.

    A returned lead is pending again with its history; a relisted one (复现) stands above others.
    Without `traits` those of the assessed version are read.
    """
    traits = traits or _traits_of(session, assessment, listing_id)
    rank = queue_rank(Level(assessment.level), assessment.score, tier, traits.reach)
    lead = session.scalar(
        sa.select(LeadRow).where(
            LeadRow.listing_id == listing_id, LeadRow.right_id == assessment.right_id
        )
    )
    if lead is None:
        lead = LeadRow(
            listing_id=listing_id,
            right_id=assessment.right_id,
            assessment_id=assessment.id,
            version_id=assessment.version_id,
            score=assessment.score,
            level=assessment.level,
            rank=rank,
            tier=tier,
            disguise=disguise_of(assessment.signals),
        )
        file_traits(lead, traits)
        session.add(lead)
        session.flush()
        _note(session, lead, actor="system", act="lead.open", score=assessment.score)
        tell_of_lead(session, lead, "lead.opened")
        return LeadOpening(lead_id=lead.id, fate=Fate.OPENED)
    file_traits(lead, traits)
    fate = fate_of(session, lead, assessment, last_decision(session, lead.id))
    if fate is Fate.KEPT:
        return LeadOpening(lead_id=lead.id, fate=fate)
    lead.assessment_id, lead.version_id = assessment.id, assessment.version_id
    lead.score, lead.level = assessment.score, assessment.level
    lead.probe = None
    lead.tier, lead.disguise = tier, disguise_of(assessment.signals) or lead.disguise
    if fate in (Fate.RETURNED, Fate.RELISTED):
        lead.relisted = fate is Fate.RELISTED
        _move(lead, S.PENDING)
    else:
        _touch(lead)
    lead.rank = rank - RELISTED_ABOVE if lead.relisted else rank
    _note(session, lead, actor="system", act=f"lead.{fate.value}", score=assessment.score)
    if fate in (Fate.RETURNED, Fate.RELISTED):
        tell_of_lead(session, lead, f"lead.{fate.value}")
    return LeadOpening(lead_id=lead.id, fate=fate)


def _traits_of(session: Session, assessment: AssessmentRow, listing_id: int) -> LeadTraits:
    version = session.get_one(ListingVersionRow, assessment.version_id)
    return read_traits(session, {listing_id: Listing.from_json(version.record)})[listing_id]


def load_lead(session: Session, lead_id: int) -> LeadRow:
    """One lead. Raises NotFound."""
    lead = session.get(
        LeadRow, lead_id, with_for_update=session.get_bind().dialect.name != "sqlite"
    )
    if lead is None:
        raise NotFound(f"no lead {lead_id}")
    return lead


def claim(session: Session, lead_id: int, *, officer: str, revision: int | None = None) -> LeadRow:
    """Take a lead into work (认领), so that two officers never work on one. Raises StaleState."""
    lead = load_lead(session, lead_id)
    _check_fresh(lead, revision)
    if S(lead.state) is S.CLAIMED and lead.claimed_by != officer:
        raise StaleState(f"线索 {lead_id} 正由 {lead.claimed_by} 核查")
    if S(lead.state) not in OPEN:
        raise StaleState(f"线索 {lead_id} 当前为“{STATE_NAMES[S(lead.state)]}”，不能认领")
    lead.claimed_by, lead.claimed_at = officer, now()
    _move(lead, S.CLAIMED)
    _note(session, lead, actor=officer, act="lead.claim")
    return lead


def release(session: Session, lead_id: int, *, officer: str) -> LeadRow:
    """Put a claimed lead back into the queue."""
    lead = load_lead(session, lead_id)
    if S(lead.state) is not S.CLAIMED or lead.claimed_by != officer:
        raise StaleState(f"线索 {lead_id} 不在您的核查中")
    _move(lead, S.PENDING)
    _note(session, lead, actor=officer, act="lead.release")
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
) -> DecisionRow:
    """Give a verdict (核查意见); from pending it claims on the way.

    Raises StaleState when the lead moved on or is another officer's, BadInput on a reason that
    does not fit or `other` without a note.
    """
    check_reason(verdict, reason, note)
    lead = load_lead(session, lead_id)
    _check_fresh(lead, revision)
    before = S(lead.state)
    if before not in OPEN:
        raise StaleState(f"线索 {lead_id} 当前为“{STATE_NAMES[before]}”，请先撤销原意见")
    if before is S.CLAIMED and lead.claimed_by != officer:
        raise StaleState(f"线索 {lead_id} 正由 {lead.claimed_by} 核查")
    decision = DecisionRow(
        lead_id=lead.id,
        assessment_id=lead.assessment_id,
        verdict=verdict.value,
        reason=reason,
        note=note,
        officer=officer,
        from_state=before.value,
    )
    session.add(decision)
    lead.claimed_by, lead.claimed_at = officer, lead.claimed_at or now()
    _move(lead, S(verdict.value))
    session.flush()
    if verdict is Verdict.CONFIRMED:
        lead.confirmed_at = decision.decided_at
    tell_neighbours(session, lead.listing_id)
    _note(
        session,
        lead,
        actor=officer,
        act="lead.decide",
        verdict=verdict.value,
        reason=reason,
        decision=decision.id,
    )
    return decision


def undo(session: Session, lead_id: int, *, officer: str, note: str | None = None) -> DecisionRow:
    """Take the last verdict back (撤销); possible until a document was approved on the lead."""
    lead = load_lead(session, lead_id)
    last = last_decision(session, lead_id)
    if last is None or S(lead.state).value != last.verdict:
        raise StaleState(f"线索 {lead_id} 没有可撤销的核查意见")
    if has_issued_notice(session, lead_id):
        raise Refused(f"线索 {lead_id} 已签发文书，不能撤销核查意见；请使用撤回或更正")
    back = DecisionRow(
        lead_id=lead.id,
        assessment_id=lead.assessment_id,
        verdict="undo",
        note=note,
        officer=officer,
        from_state=lead.state,
        undoes=last.id,
    )
    session.add(back)
    _move(lead, S(last.from_state))
    session.flush()
    tell_neighbours(session, lead.listing_id)
    _note(session, lead, actor=officer, act="lead.undo", undoes=last.id)
    return back


def advance(
    session: Session, lead_id: int, state: LeadState, *, actor: str, why: str = ""
) -> LeadRow:
    """Move a confirmed lead along what follows a letter. Raises Refused on any other step."""
    lead = load_lead(session, lead_id)
    before = S(lead.state)
    if state not in FOLLOW_UP.get(before, frozenset()):
        raise Refused(f"线索 {lead_id} 不能从“{STATE_NAMES[before]}”转为“{STATE_NAMES[state]}”")
    _move(lead, state)
    if before.value in CONFIRMED and state.value not in CONFIRMED:
        session.flush()
        tell_neighbours(session, lead.listing_id)
    _note(session, lead, actor=actor, act=f"lead.{state.value}", why=why)
    return lead


def expire_claims(session: Session, *, before: datetime) -> int:
    """Give back claims that nobody finished since `before`. Returns how many."""
    stale = session.scalars(
        sa.select(LeadRow).where(LeadRow.state == S.CLAIMED.value, LeadRow.claimed_at < before)
    ).all()
    for lead in stale:
        _move(lead, S.PENDING)
        _note(session, lead, actor="system", act="lead.release")
    return len(stale)


def _check_fresh(lead: LeadRow, revision: int | None) -> None:
    if revision is not None and lead.revision != revision:
        raise StaleState(f"线索 {lead.id} 刚被更新，请刷新后再处理")


def _move(lead: LeadRow, state: LeadState) -> None:
    lead.state = state.value
    if state is S.PENDING:
        lead.claimed_by = lead.claimed_at = None
    if state in OPEN or state is S.DISMISSED:
        lead.confirmed_at = None
    elif state is S.CONFIRMED:
        lead.noticed_at = lead.removed_at = None
    elif state is S.NOTICED:
        lead.noticed_at = lead.noticed_at or now()
    elif state is S.REMOVED:
        lead.removed_at = now()
    _touch(lead)


def _touch(lead: LeadRow) -> None:
    lead.revision = (lead.revision or 0) + 1
    lead.updated_at = now()


def _note(session: Session, lead: LeadRow, *, actor: str, act: str, **detail: object) -> None:
    trail.record(
        session, actor=actor, act=act, subject=f"lead:{lead.id}", state=lead.state, **detail
    )
