"""核查意见 and what follows from it at once: the holder's alert, its withdrawal, its correction.

The officer's confirmation is the approval of the alert (告警), so both stand in one transaction:
there is no verdict without its mail in the outbox, and no mail without its verdict. The mail waits
out the undo window of the settings.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from alerts.mail.holder_alerts import alert_state, queue_alert, queue_correction, withdraw_alert
from storage.base.errors import Refused
from storage.base.reasons import REASON_BY_CODE
from storage.base.settings import Settings
from storage.base.vocabulary import PERHAPS_RECEIVED, STATE_NAMES, LeadState, Verdict
from storage.leads import lifecycle
from storage.leads.lead_state import load_lead
from storage.leads.standing_verdicts import last_decision
from storage.tables import DecisionRow
from storage.teamwork.assignments import reopen_by_undo, report_by_verdict


def give_verdict(
    session: Session,
    lead_id: int,
    verdict: Verdict,
    *,
    officer: str,
    reason: str,
    note: str | None = None,
    revision: int | None = None,
    batch_id: int | None = None,
    settings: Settings,
) -> DecisionRow:
    """Give a verdict (核查意见); confirming it queues the holder's alert in this transaction.

    Where the lead was assigned (交办) to the officer, the verdict is her feedback.

    Where no alert is possible the verdict stands and the audit says why (`holder_alerts.alert_status` too).
    Raises StaleState and BadInput as `storage.leads.lifecycle.decide` does.
    """
    decision = lifecycle.decide(
        session, lead_id, verdict, officer=officer, reason=reason, note=note, revision=revision,
        batch_id=batch_id,
    )  # fmt: skip
    feedback = "；".join(filter(None, (
        f"核查意见：{STATE_NAMES[LeadState(verdict)]}", REASON_BY_CODE[reason].name, note,
    )))  # fmt: skip
    report_by_verdict(session, lead_id, by=officer, decision_id=decision.id, feedback=feedback)
    if verdict is Verdict.CONFIRMED:
        queue_alert(session, decision, settings)
    return decision


def take_back(
    session: Session, lead_id: int, *, officer: str, note: str | None = None, settings: Settings
) -> DecisionRow:
    """Take the last verdict back (撤销); its waiting alert is withdrawn.

    Once the alert has gone, or may have, `note` must say why and a correction (更正) is queued.
    Raises Refused without it, StaleState when there is no verdict to take back.
    """
    why = (note or "").strip()
    last = last_decision(session, lead_id)
    state = load_lead(session, lead_id).state
    standing = last is not None and state.value == last.verdict.value
    if standing and alert_state(session, last) in PERHAPS_RECEIVED:
        _check_reason(lead_id, why)
    back = lifecycle.undo(session, lead_id, officer=officer, note=note)
    undone = session.get_one(DecisionRow, back.undoes)
    reopen_by_undo(session, lead_id, by=officer, decision_id=undone.id)
    if withdraw_alert(session, undone, officer=officer) in PERHAPS_RECEIVED:
        _check_reason(lead_id, why)  # again: it may have left between the look and the withdrawal
        queue_correction(session, undone, why=why, settings=settings)
    return back


def _check_reason(lead_id: int, why: str) -> None:
    if not why:
        raise Refused("verdict.undo-reason", lead=lead_id)
