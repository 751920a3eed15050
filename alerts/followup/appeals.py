"""申诉的办理: the term that runs, the mails that leave, and the alerts that an upheld appeal corrects.

The steps themselves stand in `storage.appeals`; here is what follows from each in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from alerts.followup.appeal_mails import queue_receipt, queue_result
from alerts.followup.deadlines import close_clock, start_clock
from alerts.followup.legal_terms import LEGAL_TERMS, term
from alerts.mail.holder_alerts import queue_correction, withdraw_alert
from storage.appeals import deciding
from storage.appeals.appealable import AppealSubject
from storage.appeals.filing import Statement, appeal_leads, file_appeal, withdraw_appeal
from storage.base.settings import Settings
from storage.base.vocabulary import PERHAPS_RECEIVED, DeadlineState, DecisionKind
from storage.leads.standing_verdicts import last_decision
from storage.records.attachment import Attachment
from storage.tables import AppealRow, AppealState, DeadlineRow, DecisionRow
from storage.tables.base import now

TERM = "appeal"
_PUBLIC = "public"


def receive_appeal(
    session: Session,
    settings: Settings,
    subject: AppealSubject,
    lead_ids: Sequence[int],
    statement: Statement,
    *,
    papers: Sequence[Attachment],
    source: str,
) -> AppealRow:
    """Keep an appeal, start its term and tell the officers. Raises BadInput, Refused."""
    at = now()
    appeal = file_appeal(
        session, subject, lead_ids, statement, papers=papers, source=source,
        due_at=term(LEGAL_TERMS[TERM], at).due_at,
    )  # fmt: skip
    chosen = min(lead_ids)
    clock = start_clock(
        session,
        TERM,
        started=at,
        officer=_PUBLIC,
        notice_id=appeal.notice_id,
        lead_id=None if appeal.notice_id is not None else chosen,
        note=f"申诉 {appeal.number}",
        event=appeal.number,
    )
    appeal.deadline_id = clock.id
    queue_receipt(session, settings, appeal)
    return appeal


def take_appeal_back(session: Session, appeal_id: int) -> AppealRow:
    """The seller withdraws: the leads go back, the term ends. Raises NotFound, Refused."""
    appeal = withdraw_appeal(session, appeal_id)
    deciding.give_back(session, appeal, actor=_PUBLIC, why=f"申诉 {appeal.number} 撤回")
    _end_term(session, appeal, officer=_PUBLIC)
    return appeal


def decline_appeal(
    session: Session, settings: Settings, appeal_id: int, *, officer: str, answer: str
) -> AppealRow:
    """不予受理, with its mail. Raises as `storage.appeals.deciding.decline`."""
    appeal = deciding.decline(session, appeal_id, officer=officer, answer=answer)
    _finish(session, settings, appeal, {}, officer=officer)
    return appeal


def propose_result(
    session: Session,
    settings: Settings,
    appeal_id: int,
    *,
    officer: str,
    upheld: bool,
    ground: str,
    answer: str,
) -> AppealRow:
    """Propose a result, decided at once where no letter went out. Raises as `deciding.propose`."""
    verdicts = _confirmations(session, appeal_id)
    appeal = deciding.propose(
        session, appeal_id, officer=officer, upheld=upheld, ground=ground, answer=answer
    )
    if appeal.state is not AppealState.PROPOSED:
        _finish(session, settings, appeal, verdicts, officer=officer)
    return appeal


def confirm_result(
    session: Session, settings: Settings, appeal_id: int, *, officer: str
) -> AppealRow:
    """The second person confirms. Raises as `deciding.confirm`."""
    verdicts = _confirmations(session, appeal_id)
    appeal = deciding.confirm(session, appeal_id, officer=officer)
    _finish(session, settings, appeal, verdicts, officer=officer)
    return appeal


def _confirmations(session: Session, appeal_id: int) -> dict[int, DecisionRow]:
    """The confirmation that stands on each lead of an appeal."""
    verdicts = {}
    for entry in appeal_leads(session, appeal_id):
        decision = last_decision(session, entry.lead_id)
        if decision is not None and decision.verdict == DecisionKind.CONFIRMED:
            verdicts[entry.lead_id] = decision
    return verdicts


def _finish(
    session: Session,
    settings: Settings,
    appeal: AppealRow,
    verdicts: dict[int, DecisionRow],
    *,
    officer: str,
) -> None:
    """End the term, mail the result, correct the alerts of an upheld appeal."""
    _end_term(session, appeal, officer=officer)
    queue_result(session, settings, appeal)
    if appeal.state is not AppealState.UPHELD:
        return
    for decision in verdicts.values():
        if withdraw_alert(session, decision, officer=officer) in PERHAPS_RECEIVED:
            why = f"商家申诉成立（{appeal.number}）：{appeal.answer}"
            queue_correction(session, decision, why=why, settings=settings)


def _end_term(session: Session, appeal: AppealRow, *, officer: str) -> None:
    if appeal.deadline_id is None:
        return
    row = session.get(DeadlineRow, appeal.deadline_id)
    if row is not None and row.state is DeadlineState.RUNNING:
        met = appeal.state is not AppealState.WITHDRAWN
        close_clock(session, row.id, officer=officer, met=met, note=f"申诉 {appeal.number}")
