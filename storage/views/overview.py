"""工作台: the counts an officer looks at first, each from one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.appeals.appeal_list import count_undecided
from storage.base.message import Message
from storage.base.vocabulary import (
    MAIL_TROUBLES,
    LeadState,
    MailState,
    NoticeState,
    PlatformState,
    RunState,
)
from storage.counts.days import counts_by_day
from storage.counts.dimensions import DECIDED, OPENED
from storage.leads.tips import count_tips
from storage.rights.offered_papers import count_waiting_papers
from storage.tables import (
    LicenceRow,
    NoticeRow,
    OutboxRow,
    PlatformRow,
    RunRow,
    TaskRow,
    TipState,
)
from storage.views.lead_counts import by_level
from storage.views.lead_queue import count_leads
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue_choices import count_by_tab

LICENCE_ALARM_DAYS = 30
"""Days before its end from which a licence is shown; chosen by hand."""
TREND_DAYS = 14
"""Days of the trend; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What asks for somebody today."""

    red: int
    """Pending leads of the highest level."""
    mine: int
    relisted: int
    tips: int
    """Tips from the public that nobody has looked at."""
    answers: int
    """Leads with a holder's answer that nobody has taken over."""
    appeals: int
    """Appeals of sellers without a result."""
    papers: int
    """Papers that holders handed in and nobody looked at."""
    unfinished: int
    """Drafts that lack something, or were not checked yet."""
    ready: int
    """Drafts that lack nothing and wait for an approver."""
    approved: int
    """Approved letters that are not sealed or sent yet."""
    sealed: int
    """Sealed letters that were not sent."""
    failed: int
    """Mails that could not be sent."""
    unclear: int
    """Mails whose end is not known."""
    blocked: Sequence[PlatformRow]
    failing: Sequence[tuple[str, int, Message | None]]
    """(task, run, reason) of tasks whose last run failed."""
    licences: int
    """Licences that end within a month or have ended."""


def read_needs(session: Session, officer: str, today: date) -> Needs:
    """What needs this officer or the office today."""
    tabs = count_by_tab(session, officer)
    letters = _counts(session, NoticeRow.state, _OPEN_LETTERS)
    mails = _counts(session, OutboxRow.state, MAIL_TROUBLES)
    ready = (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(NoticeRow)
            .where(NoticeRow.state == NoticeState.DRAFT, NoticeRow.lacks == 0)
        )
        or 0
    )
    return Needs(
        red=by_level(session, (LeadState.PENDING,)).get("red", 0),
        mine=tabs["mine"],
        relisted=tabs["relisted"],
        tips=count_tips(session, TipState.NEW),
        answers=count_leads(session, LeadFilter(answered=True)),
        appeals=count_undecided(session),
        papers=count_waiting_papers(session),
        unfinished=letters.get(NoticeState.DRAFT, 0) - ready,
        ready=ready,
        approved=letters.get(NoticeState.APPROVED, 0),
        sealed=letters.get(NoticeState.SEALED, 0),
        failed=mails.get(MailState.FAILED, 0),
        unclear=mails.get(MailState.UNCLEAR, 0),
        blocked=session.scalars(
            sa.select(PlatformRow)
            .where(PlatformRow.state == PlatformState.BLOCKED)
            .order_by(PlatformRow.host)
        ).all(),
        failing=_failing(session),
        licences=session.scalar(
            sa.select(sa.func.count())
            .select_from(LicenceRow)
            .where(LicenceRow.valid_until <= today + timedelta(days=LICENCE_ALARM_DAYS))
        )
        or 0,
    )


_OPEN_LETTERS = (NoticeState.DRAFT, NoticeState.APPROVED, NoticeState.SEALED)


def _counts(session: Session, column: Any, states: Sequence[str]) -> dict[str, int]:
    """How many rows stand in each of these states; the others, which are nearly all, are not read."""
    counted = sa.select(column, sa.func.count()).where(column.in_(states)).group_by(column)
    rows = session.execute(counted)
    return {row[0]: row[1] for row in rows}


def _failing(session: Session) -> list[tuple[str, int, Message | None]]:
    """Tasks whose newest run failed."""
    newest = (
        sa.select(sa.func.max(RunRow.id))
        .where(RunRow.task_id.is_not(None))
        .group_by(RunRow.task_id)
    )
    rows = session.execute(
        sa.select(TaskRow.name, RunRow.id, RunRow.reason)
        .join(TaskRow, TaskRow.id == RunRow.task_id)
        .where(RunRow.id.in_(newest), RunRow.state == RunState.FAILED)
        .order_by(TaskRow.name)
    )
    return [(row.name, row.id, row.reason) for row in rows]


def read_trend(session: Session, today: date) -> dict[str, list[int]]:
    """Leads opened, and leads given a verdict, on each of the last days, oldest first."""
    days = [today - timedelta(days=back) for back in range(TREND_DAYS - 1, -1, -1)]
    counts = counts_by_day(session, days[0], days[-1])
    return {measure: [counts[day, measure] for day in days] for measure in (OPENED, DECIDED)}
