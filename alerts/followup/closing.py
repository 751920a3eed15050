"""办结: the end of a lead; nothing further is done on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from alerts.followup.deadlines import close_clock, running_deadlines
from storage.base.errors import BadInput
from storage.base.vocabulary import LeadState
from storage.leads.lifecycle import advance


def close_lead(session: Session, lead_id: int, *, officer: str, why: str) -> None:
    """Close a lead whose verdict stands: it is not looked at again, and its running terms end as no
    longer needed.

    Raises BadInput without a reason, Refused before a verdict or a second time, NotFound.
    """
    if not why.strip():
        raise BadInput("lead.close-reason")
    advance(session, lead_id, LeadState.CLOSED, actor=officer, why=why.strip())
    for term in running_deadlines(session, lead_id=lead_id):
        close_clock(session, term.id, officer=officer, met=False, note="线索已办结")
