"""Making the officers' digest (日报) from the store, one a day and officer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.followup.deadlines import deadline_line, running_deadlines
from alerts.mail.envelope import read_address
from alerts.mail.officer_digest_mail import Digest, digest_key, digest_mail
from alerts.mail.quiet_hours import after_quiet_hours
from alerts.text.plain_text import masked_line
from storage.base.errors import BadInput
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.base.vocabulary import (
    LEVEL_NAMES,
    MAIL_TROUBLES,
    OPEN,
    STATE_NAMES,
    LeadState,
    MailState,
    PlatformState,
)
from storage.outgoing.outbox import put_mail
from storage.tables import LeadRow, ListingRow, OutboxRow, PlatformRow
from storage.tables.base import now
from storage.views.teamwork.day_counts import day_counts

MOST_LINES = 10
"""Leads named in a digest, chosen by hand for one screen; the queue has the others."""

_TROUBLES = {
    MailState.FAILED: "发送失败",
    MailState.UNCLEAR: "结果不明，需人工确认",
}


def queue_digests(
    session: Session,
    settings: Settings,
    *,
    at: datetime | None = None,
    from_hour: int = 0,
) -> int:
    """Queue today's digest to every address of `officer_mails` that has none yet.

    Returns how many were queued; none before `from_hour` of the office's clock, so that figures
    made in the night are not read in the morning. Raises BadInput on an unusable address.
    """
    at = at or now()
    local = at.astimezone(OFFICE_TIME)
    if local.hour < from_hour:
        return 0
    day = local.date()
    recipients = [_address(entry) for entry in settings.officer_mails]
    if not recipients:
        return 0
    digest = make_digest(session, day=day, at=at)
    numbers = [
        put_mail(
            session,
            key=digest_key(day, to),
            kind="digest",
            message=digest_mail(digest, to=to, settings=settings),
            not_before=after_quiet_hours(at, settings),
        )
        for to in recipients
    ]
    return sum(number is not None for number in numbers)


def _address(entry: str) -> str:
    address = read_address(entry)
    if address is None:
        raise BadInput(
            "mail-setting.no-address",
            setting="officer_mails",
            variable="HUBIAO_OFFICER_MAILS",
            address=entry,
        )
    return address


def make_digest(session: Session, *, day: date, at: datetime) -> Digest:
    """The figures at this moment."""
    waiting = LeadRow.state.in_(OPEN)
    states = _counts(session, LeadRow.state)
    levels = _counts(session, LeadRow.level, waiting)
    troubles = _counts(session, OutboxRow.state, OutboxRow.state.in_(MAIL_TROUBLES))
    return Digest(
        day=day,
        at=at,
        states=[(STATE_NAMES[s], states[s]) for s in LeadState if s in states],
        levels=[(name, levels[level]) for level, name in LEVEL_NAMES.items() if level in levels],
        new=session.scalar(
            sa.select(sa.func.count())
            .select_from(LeadRow)
            .where(LeadRow.opened_at > at - timedelta(hours=24))
        )
        or 0,
        top=_top(session),
        blocked=_blocked(session),
        mails=[(name, troubles[state]) for state, name in _TROUBLES.items() if state in troubles],
        due=[deadline_line(session, row, at) for row in running_deadlines(session, remind_by=day)],
        teamwork=[(masked_line(words, 100), count) for words, count in day_counts(session, day)],
    )


def _counts(
    session: Session, column: sa.orm.InstrumentedAttribute[str], *where: sa.ColumnElement[bool]
) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).where(*where).group_by(column)
    return dict(session.execute(query).all())


def _top(session: Session) -> list[tuple[int, str, str]]:
    rows = session.execute(
        sa.select(LeadRow.id, LeadRow.level, ListingRow.title)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .where(LeadRow.state == LeadState.PENDING)
        .order_by(LeadRow.rank, LeadRow.id)
        .limit(MOST_LINES)
    )
    return [(number, LEVEL_NAMES[level], masked_line(title, 60)) for number, level, title in rows]


def _blocked(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(
        sa.select(PlatformRow)
        .where(PlatformRow.state == PlatformState.BLOCKED)
        .order_by(PlatformRow.host)
    )
    return [(row.host, masked_line(row.state_why, 100)) for row in rows]
