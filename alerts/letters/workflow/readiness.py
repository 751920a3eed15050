"""待完善 and 待审批: what each draft lacks, kept beside it, so that lists and counts need not check every letter."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.workflow.letter_check import LetterCheck, check_notice
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.base.vocabulary import NoticeState
from storage.tables import NoticeRow
from storage.tables.base import now

_AGE = timedelta(minutes=10)
"""After which a draft is checked anew: leads, rights and the law change without it. Chosen by hand."""
_AT_ONCE = 20
"""Drafts of one turn of the worker, some 50 ms each; chosen by hand."""


def is_noted(row: NoticeRow, check: LetterCheck) -> bool:
    """Whether what the draft lacks stands beside it already."""
    return row.state is not NoticeState.DRAFT or row.lacks == len(check.missing)


def note_readiness(session: Session, notice_id: int, lacks: int | None) -> None:
    """Keep what a draft lacks."""
    session.execute(
        sa.update(NoticeRow)
        .where(NoticeRow.id == notice_id, NoticeRow.state == NoticeState.DRAFT)
        .values(lacks=lacks, checked_at=now())
    )


def check_drafts(database: Database, settings: Settings) -> int:
    """Check the drafts that were checked longest ago. Returns how many."""
    due = sa.or_(NoticeRow.checked_at.is_(None), NoticeRow.checked_at < now() - _AGE)
    query = (
        sa.select(NoticeRow.id)
        .where(NoticeRow.state == NoticeState.DRAFT, due)
        .order_by(NoticeRow.checked_at.is_not(None), NoticeRow.checked_at)
        .limit(_AT_ONCE)
    )
    with database.read() as session:
        numbers = session.scalars(query).all()
    for number in numbers:
        lacks = None
        try:
            with database.read() as session:
                lacks = len(check_notice(session, settings, number, today=today()).missing)
        except HubiaoError:
            pass  # its page says why; it waits for somebody who completes it
        with database.begin() as session:
            note_readiness(session, number, lacks)
    return len(numbers)
