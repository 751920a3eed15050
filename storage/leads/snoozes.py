"""暂缓处理: a lead leaves the queue until a day, or until its listing changes, and comes back by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.contested_rows import locking
from storage.base.errors import BadInput, StaleState
from storage.base.office_time import today
from storage.base.vocabulary import LeadState
from storage.leads.lead_state import lock_lead, move_lead, note_act
from storage.leads.lifecycle import set_aside
from storage.tables import LeadRow, SnoozeEnd, SnoozeRow
from storage.tables.base import now

LONGEST = timedelta(days=366)
"""How far away the day may lie; chosen by hand: a matter of a year is closed, not postponed."""


def snooze(
    session: Session,
    lead_id: int,
    *,
    officer: str,
    until: date | None,
    until_change: bool,
    note: str = "",
    revision: int | None = None,
) -> SnoozeRow:
    """Take a lead out of the queue until the morning of a day, until a new version, or what is first.

    Raises BadInput without an end or on a day that is not after today, StaleState as
    `storage.leads.lifecycle.set_aside` does.
    """
    if until is None and not until_change:
        raise BadInput("snooze.no-end")
    if until is not None and not today() < until <= today() + LONGEST:
        raise BadInput("snooze.day", day=until.isoformat(), most=LONGEST.days)
    lead = lock_lead(session, lead_id)
    is_snoozed = lead.state is LeadState.SNOOZED
    state = set_aside(lead, LeadState.SNOOZED, officer=officer, revision=revision)
    earlier = running_snooze(session, lead_id)
    if earlier is not None:
        earlier.ended_at, earlier.ended_why = now(), SnoozeEnd.REPLACED
        state = earlier.from_state if is_snoozed else state
    row = SnoozeRow(
        lead_id=lead_id,
        until=until,
        until_change=until_change,
        from_state=state,
        note=note.strip() or None,
        snoozed_by=officer,
    )
    session.add(row)
    note_act(
        session, lead, actor=officer, act="lead.snooze",
        snoozed_until=until.isoformat() if until else None, until_change=until_change, note=row.note,
    )  # fmt: skip
    return row


def wake(session: Session, lead_id: int, *, officer: str) -> LeadRow:
    """Bring a postponed lead back now. Raises StaleState when it is not postponed."""
    lead = lock_lead(session, lead_id)
    row = running_snooze(session, lead_id)
    if lead.state is not LeadState.SNOOZED or row is None:
        raise StaleState("snooze.none", lead=lead_id)
    _wake(session, lead, row, SnoozeEnd.OFFICER, actor=officer)
    return lead


def wake_due(session: Session, day: date) -> int:
    """Bring the leads back whose day has come, but those that somebody changes right now. Returns how many."""
    due = (
        sa.select(LeadRow, SnoozeRow)
        .join(SnoozeRow, SnoozeRow.lead_id == LeadRow.id)
        .where(
            SnoozeRow.ended_at.is_(None),
            SnoozeRow.until <= day,
            LeadRow.state == LeadState.SNOOZED,
        )
        .order_by(LeadRow.id)
    )
    if not trail.take_turn_if_any(session, due):
        return 0
    rows = session.execute(locking(due, of=LeadRow, skip_locked=True)).all()
    for lead, row in rows:
        _wake(session, lead, row, SnoozeEnd.DAY, actor="system")
    return len(rows)


def wake_changed(session: Session, lead: LeadRow) -> None:
    """Bring a lead back whose listing has a new version, where that ends its postponement."""
    if lead.state is not LeadState.SNOOZED:
        return
    row = running_snooze(session, lead.id)
    if row is not None and row.until_change:
        _wake(session, lead, row, SnoozeEnd.CHANGE, actor="system")


def running_snooze(session: Session, lead_id: int) -> SnoozeRow | None:
    """The postponement of a lead that nothing has ended; it holds while the lead is `snoozed`."""
    return session.scalar(
        sa.select(SnoozeRow)
        .where(SnoozeRow.lead_id == lead_id, SnoozeRow.ended_at.is_(None))
        .order_by(SnoozeRow.id.desc())
        .limit(1)
    )


def last_snoozes(session: Session, lead_ids: Iterable[int]) -> dict[int, SnoozeRow]:
    """The newest postponement of each of these leads, of those that have one."""
    newest = (
        sa.select(sa.func.max(SnoozeRow.id))
        .where(SnoozeRow.lead_id.in_(list(lead_ids)))
        .group_by(SnoozeRow.lead_id)
    )
    rows = session.scalars(sa.select(SnoozeRow).where(SnoozeRow.id.in_(newest)))
    return {row.lead_id: row for row in rows}


def _wake(session: Session, lead: LeadRow, row: SnoozeRow, why: SnoozeEnd, *, actor: str) -> None:
    row.ended_at, row.ended_why = now(), why
    move_lead(lead, row.from_state)
    note_act(session, lead, actor=actor, act="lead.wake", snooze_end=why)
