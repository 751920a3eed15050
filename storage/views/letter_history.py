"""一份文书发出之后: its mails, its terms, and the looks at the listings that it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import DeadlineState, LeadState
from storage.tables import (
    DeadlineRow,
    LeadRow,
    NoticeLeadRow,
    OutboxRow,
    RecheckRow,
    TransferReceiptRow,
)
from storage.transfers.receipts import receipts_of_letter


@dataclass(frozen=True, kw_only=True)
class LetterLeadState:
    """One lead of a letter: where it stands, and the latest look at its listing."""

    lead_id: int
    state: LeadState
    outcome: str | None
    """removed, unchanged, changed, missing, blocked; None = not looked at since."""
    looked_at: datetime | None
    next_look: datetime | None


@dataclass(frozen=True, kw_only=True)
class LetterCourse:
    """The history of a letter."""

    mails: Sequence[Any]
    """Rows with id, state, recipient, sent_at, tries, last_reply."""
    deadlines: Sequence[DeadlineRow]
    """Terms of the letter and of its leads, running ones first, the soonest first."""
    leads: Sequence[LetterLeadState]
    receipts: Sequence[TransferReceiptRow]
    """Receipts of the office that a lead was handed over to, newest first."""


def letter_course(session: Session, notice_id: int) -> LetterCourse:
    """Five queries, whatever the number of leads."""
    mine = sa.select(NoticeLeadRow.lead_id).where(NoticeLeadRow.notice_id == notice_id)
    mails = session.execute(
        sa.select(OutboxRow.id, OutboxRow.state, OutboxRow.recipient, OutboxRow.sent_at,
                  OutboxRow.tries, OutboxRow.last_reply)
        .where(OutboxRow.notice_id == notice_id)
        .order_by(OutboxRow.id)
    ).all()  # fmt: skip
    deadlines = session.scalars(
        sa.select(DeadlineRow)
        .where(sa.or_(DeadlineRow.notice_id == notice_id, DeadlineRow.lead_id.in_(mine)))
        .order_by(DeadlineRow.state != DeadlineState.RUNNING, DeadlineRow.due_at)
    ).all()
    looks: dict[int, list[RecheckRow]] = {}
    for row in session.scalars(
        sa.select(RecheckRow).where(RecheckRow.notice_id == notice_id).order_by(RecheckRow.due_at)
    ):
        looks.setdefault(row.lead_id, []).append(row)
    states = session.execute(
        sa.select(LeadRow.id, LeadRow.state)
        .join(NoticeLeadRow, NoticeLeadRow.lead_id == LeadRow.id)
        .where(NoticeLeadRow.notice_id == notice_id)
        .order_by(NoticeLeadRow.position)
    )
    leads = [_lead(row.id, row.state, looks.get(row.id, [])) for row in states]
    receipts = receipts_of_letter(session, notice_id)
    return LetterCourse(mails=mails, deadlines=deadlines, leads=leads, receipts=receipts)


def _lead(lead_id: int, state: LeadState, looks: Sequence[RecheckRow]) -> LetterLeadState:
    finished = [row for row in looks if row.done_at is not None]
    waiting = [row for row in looks if row.done_at is None]
    return LetterLeadState(
        lead_id=lead_id,
        state=state,
        outcome=finished[-1].outcome if finished else None,
        looked_at=finished[-1].done_at if finished else None,
        next_look=waiting[0].due_at if waiting else None,
    )
