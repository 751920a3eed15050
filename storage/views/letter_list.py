"""Pages of the letters (文书) with the number of leads on each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import DeadlineState, MailState, NoticeState
from storage.tables import DeadlineRow, NoticeLeadRow, NoticeRow, OutboxRow, RightRow


@dataclass(frozen=True, kw_only=True)
class LetterLine:
    """One letter as a list shows it."""

    id: int
    kind: str
    track: str
    state: NoticeState
    number: str | None
    right: str | None
    """Its mark."""
    platform: str | None
    drafted_by: str
    approved_by: str | None
    created_at: datetime
    sent_at: datetime | None
    lacks: int | None
    """Elements that a draft lacked at the last check."""
    leads: int
    mail: MailState | None
    """State of its latest mail."""
    due_at: datetime | None
    """The soonest end of a term that runs on it."""


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """One page of the letters, and how many there are."""

    letters: Sequence[LetterLine]
    total: int


def letter_page(
    session: Session,
    state: str,
    track: str,
    *,
    offset: int,
    limit: int,
    numbers: Collection[int] | None = None,
    ready: bool | None = None,
) -> LetterPage:
    """Letters, newest first, each with its leads counted, its mail's state and its next term.

    With `numbers` only those letters; with `ready` those that lacked nothing at the last check, or the others.
    """
    conditions = [NoticeRow.state == state] if state else []
    conditions += [NoticeRow.track == track] if track else []
    conditions += [NoticeRow.id.in_(numbers)] if numbers is not None else []
    is_ready = sa.func.coalesce(NoticeRow.lacks, -1) == 0
    conditions += [is_ready if ready else ~is_ready] if ready is not None else []
    leads = (
        sa.select(sa.func.count())
        .where(NoticeLeadRow.notice_id == NoticeRow.id)
        .scalar_subquery()
        .label("leads")
    )
    mail = (
        sa.select(OutboxRow.state)
        .where(OutboxRow.notice_id == NoticeRow.id)
        .order_by(OutboxRow.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("mail")
    )
    due = (
        sa.select(sa.func.min(DeadlineRow.due_at))
        .where(DeadlineRow.notice_id == NoticeRow.id, DeadlineRow.state == DeadlineState.RUNNING)
        .scalar_subquery()
        .label("due_at")
    )
    right = RightRow.text.label("right")
    made = ("leads", "mail", "due_at", "right")
    names = [name for name in LetterLine.__dataclass_fields__ if name not in made]
    rows = session.execute(
        sa.select(*[getattr(NoticeRow, name) for name in names], right, leads, mail, due)
        .outerjoin(RightRow, RightRow.id == NoticeRow.right_id)
        .where(*conditions)
        .order_by(NoticeRow.id.desc())
        .offset(offset)
        .limit(limit)
    )
    total = session.scalar(sa.select(sa.func.count()).select_from(NoticeRow).where(*conditions))
    return LetterPage(letters=[LetterLine(**row._mapping) for row in rows], total=total or 0)
