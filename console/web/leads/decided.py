"""核查意见 on the lead decided just before: what the bar names, as the store holds it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from alerts.mail.holder_alerts import AlertStatus, alert_status
from storage.base.reasons import REASON_BY_CODE
from storage.base.vocabulary import STATE_NAMES, LeadState
from storage.leads.standing_verdicts import last_decision


@dataclass(frozen=True, kw_only=True)
class DecidedLead:
    """A lead with the verdict that stands on it."""

    id: int
    verdict: str
    """已确认, 已排除 or 待补证."""
    reason: str
    note: str | None
    alert: AlertStatus | None


def read_decided_lead(session: Session, lead_id: int) -> DecidedLead | None:
    """The lead with its verdict; None where none stands, as after an undo in another window."""
    decision = last_decision(session, lead_id) if lead_id else None
    if decision is None:
        return None
    reason = REASON_BY_CODE.get(decision.reason or "")
    return DecidedLead(
        id=lead_id,
        verdict=STATE_NAMES[LeadState(decision.verdict)],
        reason=reason.name.removesuffix("（请写明）") if reason else "",
        note=decision.note,
        alert=alert_status(session, lead_id),
    )
