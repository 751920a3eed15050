"""工作台: the counts an officer looks at first, each from one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.notices import NoticeState
from storage.queue import OFFICE_ZONE, LeadFilter, count_by_state, count_leads
from storage.queue_choices import count_by_tab
from storage.tables import (
    DecisionRow,
    LeadRow,
    LicenceRow,
    ListingRow,
    NoticeRow,
    OutboxRow,
    PlatformRow,
    RightRow,
    RunRow,
    TaskRow,
)
from storage.vocabulary import LeadState

LICENCE_ALARM_DAYS = 30
TREND_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What asks for somebody today."""

    red: int
    """Pending leads of the highest level."""
    mine: int
    relisted: int
    drafts: int
    unsent: int
    """Approved letters that were not sent."""
    mails: int
    """Mails that failed or whose end is unclear."""
    blocked: Sequence[PlatformRow]
    failing: Sequence[tuple[str, str | None]]
    """(task, reason) of tasks whose last run failed."""
    licences: int
    """Licences that end within a month or have ended."""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """From listing to removal, all counts of now."""

    listings: int
    leads: int
    confirmed: int
    noticed: int
    removed: int


def read_needs(session: Session, officer: str, today: date) -> Needs:
    """What needs this officer or the office today."""
    tabs = count_by_tab(session, officer)
    red = LeadFilter(states=(LeadState.PENDING,), level="red")
    letters = _counts(session, NoticeRow.state)
    mails = _counts(session, OutboxRow.state)
    return Needs(
        red=count_leads(session, red),
        mine=tabs["mine"],
        relisted=tabs["relisted"],
        drafts=letters.get(NoticeState.DRAFT, 0),
        unsent=letters.get(NoticeState.APPROVED, 0) + letters.get(NoticeState.SEALED, 0),
        mails=mails.get("failed", 0) + mails.get("unclear", 0),
        blocked=session.scalars(
            sa.select(PlatformRow).where(PlatformRow.state == "blocked").order_by(PlatformRow.host)
        ).all(),
        failing=_failing(session),
        licences=session.scalar(
            sa.select(sa.func.count())
            .select_from(LicenceRow)
            .where(LicenceRow.valid_until <= today + timedelta(days=LICENCE_ALARM_DAYS))
        )
        or 0,
    )


def _counts(session: Session, column: Any) -> dict[str, int]:
    rows = session.execute(sa.select(column, sa.func.count()).group_by(column))
    return {row[0]: row[1] for row in rows}


def _failing(session: Session) -> list[tuple[str, str | None]]:
    """Tasks whose newest run failed."""
    newest = (
        sa.select(sa.func.max(RunRow.id))
        .where(RunRow.task_id.is_not(None))
        .group_by(RunRow.task_id)
    )
    rows = session.execute(
        sa.select(TaskRow.name, RunRow.reason)
        .join(TaskRow, TaskRow.id == RunRow.task_id)
        .where(RunRow.id.in_(newest), RunRow.state == "failed")
        .order_by(TaskRow.name)
    )
    return [(row.name, row.reason) for row in rows]


def read_funnel(session: Session) -> Funnel:
    """How many listings became leads, were confirmed, written to, and taken down."""
    states = count_by_state(session)
    after = (LeadState.NOTICED, LeadState.REFUSED, LeadState.CONTESTED)
    removed = states.get(LeadState.REMOVED, 0) + states.get(LeadState.CLOSED, 0)
    noticed = removed + sum(states.get(state, 0) for state in after)
    return Funnel(
        listings=session.scalar(sa.select(sa.func.count()).select_from(ListingRow)) or 0,
        leads=sum(states.values()),
        confirmed=noticed + states.get(LeadState.CONFIRMED, 0),
        noticed=noticed,
        removed=removed,
    )


def read_trend(session: Session, today: date) -> dict[str, list[int]]:
    """Leads opened and verdicts given on each of the last days, oldest first."""
    days = [today - timedelta(days=back) for back in range(TREND_DAYS - 1, -1, -1)]
    verdicts = DecisionRow.verdict != "undo"
    return {
        "opened": _by_day(session, LeadRow.opened_at, days),
        "decided": _by_day(session, DecisionRow.decided_at, days, verdicts),
    }


def _by_day(
    session: Session, column: Any, days: Sequence[date], *conditions: sa.ColumnElement[bool]
) -> list[int]:
    edges = [_midnight(day) for day in [*days, days[-1] + timedelta(days=1)]]
    counted = [
        sa.func.count().filter(column >= start, column < end) for start, end in pairwise(edges)
    ]
    return list(session.execute(sa.select(*counted).where(column >= edges[0], *conditions)).one())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_ZONE)


def leads_by_right(session: Session, *, limit: int = 10) -> list[tuple[str, str, int]]:
    """(id, text, leads) of the rights with most leads."""
    rows = session.execute(
        sa.select(RightRow.id, RightRow.text, sa.func.count().label("leads"))
        .join(LeadRow, LeadRow.right_id == RightRow.id)
        .group_by(RightRow.id, RightRow.text)
        .order_by(sa.desc("leads"))
        .limit(limit)
    )
    return [(row.id, row.text, row.leads) for row in rows]


def leads_by_platform(session: Session, *, limit: int = 10) -> list[tuple[str, int]]:
    """(host, leads) of the platforms with most leads."""
    rows = session.execute(
        sa.select(ListingRow.platform, sa.func.count().label("leads"))
        .join(LeadRow, LeadRow.listing_id == ListingRow.id)
        .group_by(ListingRow.platform)
        .order_by(sa.desc("leads"))
        .limit(limit)
    )
    return [(row.platform, row.leads) for row in rows]


def leads_by_level(session: Session) -> dict[str, int]:
    """Open leads by level."""
    rows = session.execute(
        sa.select(LeadRow.level, sa.func.count())
        .where(LeadRow.state.in_(("pending", "claimed", "needs_evidence")))
        .group_by(LeadRow.level)
    )
    return {row[0]: row[1] for row in rows}
