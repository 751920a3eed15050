"""Verdicts on a lead (核查意见): which one stands, whether it may still be undone, which reason fits.

Giving one and taking it back changes the lead's state: `storage.leads.lifecycle`.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import BadInput
from storage.base.reasons import REASON_BY_CODE
from storage.base.vocabulary import APPROVED_NOTICES, UNDO, Verdict
from storage.tables import DecisionRow, NoticeLeadRow, NoticeRow


def is_standing() -> sa.ColumnElement[bool]:
    """Condition on decisions: verdicts that nobody took back."""
    undone = sa.select(DecisionRow.undoes).where(DecisionRow.undoes.is_not(None))
    return sa.and_(DecisionRow.verdict != UNDO, DecisionRow.id.not_in(undone))


def newest_standing(*verdicts: Verdict) -> sa.Select[int]:
    """Ids of the newest verdict on each lead that nobody took back; where `verdicts` are named, of these."""
    query = sa.select(sa.func.max(DecisionRow.id)).where(is_standing())
    if verdicts:
        query = query.where(DecisionRow.verdict.in_(verdicts))
    return query.group_by(DecisionRow.lead_id)


def last_decision(session: Session, lead_id: int) -> DecisionRow | None:
    """The verdict that stands, if any: the newest one that was not taken back."""
    return last_decisions(session, [lead_id]).get(lead_id)


def last_decisions(session: Session, lead_ids: Sequence[int]) -> dict[int, DecisionRow]:
    """The verdict that stands on each of these leads, of those that have one, in one query."""
    newest = newest_standing().where(DecisionRow.lead_id.in_(lead_ids))
    rows = session.scalars(sa.select(DecisionRow).where(DecisionRow.id.in_(newest)))
    return {row.lead_id: row for row in rows}


def has_issued_notice(session: Session, lead_id: int) -> bool:
    """Has a document on the lead been approved, and not withdrawn?"""
    notice = session.scalar(
        sa.select(NoticeRow.id)
        .join(NoticeLeadRow, NoticeLeadRow.notice_id == NoticeRow.id)
        .where(NoticeLeadRow.lead_id == lead_id, NoticeRow.state.in_(APPROVED_NOTICES))
        .limit(1)
    )
    return notice is not None


def check_reason(verdict: Verdict, reason: str, note: str | None) -> None:
    """Raises BadInput on a reason that does not fit the verdict, or `other` without a note."""
    chosen = REASON_BY_CODE.get(reason)
    if chosen is None or chosen.of_appeal:
        raise BadInput("reason.unknown", reason=reason)
    if chosen.verdict not in (None, verdict):
        raise BadInput("reason.other-verdict", reason=reason, verdict=verdict)
    if chosen.verdict is None and not (note and note.strip()):
        raise BadInput("reason.no-note")
