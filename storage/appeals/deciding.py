"""申诉审查: admitted or not, a result proposed, confirmed by a second person where a letter went out.

    received → admitted | declined; admitted → proposed → upheld | rejected; proposed → admitted (退回)

A letter bears two persons' names, so its error takes two as well. An appeal that is upheld dismisses its
leads, by a verdict of its own that training learns from; one that is rejected gives them back the state
that the admission took.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from storage.appeals.appealable import newest_letter
from storage.appeals.filing import appeal_leads, lock_appeal
from storage.appeals.reasons import REASON_BY_CODE, find_reason
from storage.audit import trail
from storage.base.errors import BadInput, Refused, StaleState
from storage.base.vocabulary import CONFIRMED, CONTESTABLE, DecisionKind, LeadState
from storage.leads.lead_state import load_lead, lock_lead
from storage.leads.lifecycle import advance
from storage.leads.standing_verdicts import has_issued_notice
from storage.outgoing.webhook_events import tell_of_appeal, tell_of_verdict
from storage.tables import AppealRow, AppealState, DecisionRow
from storage.tables.base import now

LONGEST_ANSWER = 2000
"""Characters of the office's reasons; chosen by hand."""


def admit(session: Session, appeal_id: int, *, officer: str) -> AppealRow:
    """受理: the leads whose letter stands become 已声明不侵权. Raises NotFound, StaleState."""
    appeal = _in_state(session, appeal_id, AppealState.RECEIVED)
    appeal.state = AppealState.ADMITTED
    appeal.admitted_by, appeal.admitted_at = officer, now()
    for entry in appeal_leads(session, appeal.id):
        state = lock_lead(session, entry.lead_id).state
        if state in CONTESTABLE:
            entry.from_state = state
            advance(
                session, entry.lead_id, LeadState.CONTESTED, actor=officer,
                why=f"受理申诉 {appeal.number}",
            )  # fmt: skip
    _note(session, appeal, officer, "appeal.admit")
    return appeal


def decline(session: Session, appeal_id: int, *, officer: str, answer: str) -> AppealRow:
    """不予受理, with the reason that the seller reads. Raises NotFound, StaleState, BadInput."""
    appeal = _in_state(session, appeal_id, AppealState.RECEIVED)
    appeal.answer = _checked(answer)
    appeal.state, appeal.decided_by, appeal.decided_at = AppealState.DECLINED, officer, now()
    _note(session, appeal, officer, "appeal.decline")
    return appeal


def propose(
    session: Session, appeal_id: int, *, officer: str, upheld: bool, ground: str, answer: str
) -> AppealRow:
    """Propose the result; where no letter went out it is decided at once.

    `ground`: code of the accepted reason, empty where it is not upheld. Raises NotFound, StaleState,
    BadInput.
    """
    appeal = _in_state(session, appeal_id, AppealState.ADMITTED)
    _name_letter(session, appeal)
    appeal.answer = _checked(answer)
    appeal.ground = find_reason(ground).code if upheld else None
    appeal.proposal = AppealState.UPHELD if upheld else AppealState.REJECTED
    appeal.proposed_by, appeal.proposed_at = officer, now()
    appeal.returned_because = None
    appeal.state = AppealState.PROPOSED
    _note(session, appeal, officer, "appeal.propose", result=appeal.proposal)
    if not needs_second_person(session, appeal):
        _decide(session, appeal, officer)
    return appeal


def confirm(session: Session, appeal_id: int, *, officer: str) -> AppealRow:
    """The second person confirms the result. Raises NotFound, StaleState, Refused for the proposer."""
    appeal = _in_state(session, appeal_id, AppealState.PROPOSED)
    if appeal.proposed_by == officer:
        raise Refused("appeal.own-proposal", appeal=appeal.number, user=officer)
    _name_letter(session, appeal)
    _decide(session, appeal, officer)
    return appeal


def send_back(session: Session, appeal_id: int, *, officer: str, why: str) -> AppealRow:
    """The second person returns the proposal. Raises NotFound, StaleState, BadInput without a reason."""
    appeal = _in_state(session, appeal_id, AppealState.PROPOSED)
    appeal.returned_because = _checked(why)
    appeal.state = AppealState.ADMITTED
    _note(session, appeal, officer, "appeal.return")
    return appeal


def needs_second_person(session: Session, appeal: AppealRow) -> bool:
    """Whether a letter on its leads was approved, which took two persons, at filing or since."""
    return appeal.notice_id is not None or any(
        has_issued_notice(session, entry.lead_id) for entry in appeal_leads(session, appeal.id)
    )


def give_back(session: Session, appeal: AppealRow, *, actor: str, why: str) -> None:
    """Give the leads that the admission moved the state that they had."""
    for entry in appeal_leads(session, appeal.id):
        if entry.from_state and load_lead(session, entry.lead_id).state is LeadState.CONTESTED:
            advance(session, entry.lead_id, entry.from_state, actor=actor, why=why)


def _name_letter(session: Session, appeal: AppealRow) -> None:
    """A letter that went out while the appeal was examined is what the appeal is against."""
    if appeal.notice_id is None:
        leads = [entry.lead_id for entry in appeal_leads(session, appeal.id)]
        appeal.notice_id = newest_letter(session, leads)


def _decide(session: Session, appeal: AppealRow, officer: str) -> None:
    appeal.state = AppealState(str(appeal.proposal))
    appeal.decided_by, appeal.decided_at = officer, now()
    if appeal.state is AppealState.UPHELD:
        for entry in appeal_leads(session, appeal.id):
            if load_lead(session, entry.lead_id).state in CONFIRMED:
                _dismiss(session, entry.lead_id, appeal, officer)
    else:
        give_back(session, appeal, actor=officer, why=f"申诉 {appeal.number} 不成立")
    tell_of_appeal(session, appeal, [entry.lead_id for entry in appeal_leads(session, appeal.id)])
    act = "appeal.upheld" if appeal.state is AppealState.UPHELD else "appeal.rejected"
    _note(session, appeal, officer, act, second_person=appeal.proposed_by != officer)


def _dismiss(session: Session, lead_id: int, appeal: AppealRow, officer: str) -> None:
    """A verdict that follows the appeal: the lead was none."""
    lead = lock_lead(session, lead_id)
    reason = REASON_BY_CODE[str(appeal.ground)]
    decision = DecisionRow(
        lead_id=lead_id,
        assessment_id=lead.assessment_id,
        verdict=DecisionKind.DISMISSED,
        reason=reason.verdict_reason,
        note=f"申诉 {appeal.number} 成立：{reason.name}",
        officer=officer,
        from_state=lead.state,
    )
    session.add(decision)
    session.flush()
    why = f"申诉 {appeal.number} 成立"
    advance(
        session, lead_id, LeadState.DISMISSED, actor=officer, why=why,
        decision=decision.id, verdict=decision.verdict, reason=decision.reason,
        note_sha256=trail.note_hash(decision.note),
    )  # fmt: skip
    tell_of_verdict(session, lead, decision)


def _in_state(session: Session, appeal_id: int, state: AppealState) -> AppealRow:
    appeal = lock_appeal(session, appeal_id)
    if appeal.state is not state:
        raise StaleState("appeal.moved-on", appeal=appeal.number)
    return appeal


def _checked(words: str) -> str:
    if not 0 < len(words.strip()) <= LONGEST_ANSWER:
        raise BadInput("appeal.no-answer", characters=LONGEST_ANSWER)
    return words.strip()


def _note(session: Session, appeal: AppealRow, actor: str, act: str, **detail: Any) -> None:
    trail.record(
        session, actor=actor, act=act, subject=f"appeal:{appeal.id}",
        appeal=appeal.number, **detail,
    )  # fmt: skip
