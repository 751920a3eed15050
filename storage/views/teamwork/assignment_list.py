"""The list of assignments (交办), what needs an officer of them, and the closing rates (办结率)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.office_time import day_of, today
from storage.tables import AssignmentRow, AssignmentState, LeadRow, SubOfficeRow, UserRow
from storage.teamwork.assignments import ASSIGNMENT_STATE_NAMES, UNFINISHED

ASSIGNMENT_VIEWS: Mapping[str, str] = {
    "mine": "交给我的",
    "by-me": "我交办的",
    "overdue": "已逾期",
    "all": "全部",
}
"""Views of the list by their word in the URL."""


@dataclass(frozen=True, kw_only=True)
class AssignmentLine:
    """One assignment as a list shows it."""

    id: int
    lead_id: int
    title: str
    level: str
    recipient: str
    due_on: date | None
    state: AssignmentState
    assigned_by: str
    assigned_at: datetime
    feedback: str | None

    @property
    def state_name(self) -> str:
        return ASSIGNMENT_STATE_NAMES[self.state]

    @property
    def is_reported(self) -> bool:
        return self.state is AssignmentState.REPORTED

    @property
    def is_overdue(self) -> bool:
        return is_overdue(self.state, self.due_on)


@dataclass(frozen=True, kw_only=True)
class AssignmentNeeds:
    """What needs an officer of the assignments."""

    mine: int
    """Running ones given to her or her sub-office."""
    mine_overdue: int
    overdue: int
    """Running ones of hers as the assigner, past their term."""
    reported: int
    """Reported ones that she assigned and has to close or send back."""


@dataclass(frozen=True, kw_only=True)
class ClosingRate:
    """办结率 of one colleague or sub-office in a period, by the day of the assignment."""

    recipient: str
    assigned: int
    """Without those that were withdrawn."""
    closed: int
    in_time: int
    """Closed ones whose feedback came within the term, or that had none."""
    returned: int
    overdue: int

    @property
    def rate(self) -> float | None:
        """Closed ÷ (assigned − returned), 0..1; None where nothing was to be done."""
        due = self.assigned - self.returned
        return self.closed / due if due else None


def given_to(officer: str) -> sa.ColumnElement[bool]:
    """Condition on assignments: given to this user, or to her sub-office."""
    branch = sa.select(UserRow.sub_office_id).where(UserRow.name == officer).scalar_subquery()
    return (AssignmentRow.assignee == officer) | (AssignmentRow.sub_office_id == branch)


def is_late(day: date) -> sa.ColumnElement[bool]:
    """Condition on assignments: running, and past their term on this day."""
    return (AssignmentRow.state == AssignmentState.RUNNING) & (AssignmentRow.due_on < day)


def is_overdue(state: AssignmentState, due_on: date | None) -> bool:
    """Whether an assignment runs although its last day has passed: `is_late` today, of one row."""
    return state is AssignmentState.RUNNING and due_on is not None and due_on < today()


def assigned_leads(view: str, officer: str) -> sa.Select[int]:
    """Numbers of the leads whose unfinished assignments stand in a view of the list."""
    return sa.select(AssignmentRow.lead_id).where(
        AssignmentRow.state.in_(UNFINISHED), _condition(view, officer)
    )


def recipients(
    session: Session, lead_ids: Collection[int] | None = None
) -> Mapping[int, tuple[str, date | None]]:
    """To whom each of these leads, or of all, is assigned, and the term; only what is not over."""
    query = with_recipients(
        sa.select(AssignmentRow.lead_id, recipient_name().label("recipient"), AssignmentRow.due_on)
    ).where(AssignmentRow.state.in_(UNFINISHED))
    if lead_ids is not None:
        query = query.where(AssignmentRow.lead_id.in_(lead_ids))
    rows = session.execute(query)
    return {row.lead_id: (row.recipient, row.due_on) for row in rows}


def find_assignments(
    session: Session, view: str, *, officer: str, offset: int, limit: int
) -> tuple[Sequence[AssignmentLine], int]:
    """One page of a view, and how many it holds: unfinished ones first, the soonest due first."""
    condition = _condition(view, officer)
    unfinished_first = sa.case((AssignmentRow.state.in_(UNFINISHED), 0), else_=1)
    rows = session.execute(
        with_recipients(sa.select(
            AssignmentRow.id, AssignmentRow.lead_id, LeadRow.title, LeadRow.level,
            recipient_name().label("recipient"), AssignmentRow.due_on, AssignmentRow.state,
            AssignmentRow.assigned_by, AssignmentRow.assigned_at, AssignmentRow.feedback,
        ))
        .join(LeadRow, LeadRow.id == AssignmentRow.lead_id)
        .where(condition)
        .order_by(
            unfinished_first, AssignmentRow.due_on.is_(None), AssignmentRow.due_on,
            AssignmentRow.id.desc(),
        )
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    total = session.scalar(sa.select(sa.func.count()).select_from(AssignmentRow).where(condition))
    return [AssignmentLine(**row._mapping) for row in rows], total or 0


def assignment_needs(session: Session, officer: str) -> AssignmentNeeds:
    """Counts for the first page of an officer."""
    running = AssignmentRow.state == AssignmentState.RUNNING
    mine, by_me, late = (
        given_to(officer),
        AssignmentRow.assigned_by == officer,
        is_late(today()),
    )
    count = sa.func.count
    row = session.execute(
        sa.select(
            count().filter(running & mine),
            count().filter(late & mine),
            count().filter(late & by_me),
            count().filter((AssignmentRow.state == AssignmentState.REPORTED) & by_me),
        ).where(AssignmentRow.state.in_(UNFINISHED))
    ).one()
    return AssignmentNeeds(mine=row[0], mine_overdue=row[1], overdue=row[2], reported=row[3])


def closing_rates(session: Session, start: datetime, end: datetime) -> Sequence[ClosingRate]:
    """办结率 of each colleague and sub-office to whom leads were assigned from `start` to before
    `end`, those with most first."""
    rows = session.execute(
        with_recipients(sa.select(
            recipient_name().label("recipient"), AssignmentRow.state, AssignmentRow.due_on,
            AssignmentRow.reported_at,
        ))
        .where(
            AssignmentRow.assigned_at >= start,
            AssignmentRow.assigned_at < end,
            AssignmentRow.state != AssignmentState.WITHDRAWN,
        )
    )  # fmt: skip
    by_recipient: dict[str, list[Any]] = {}
    for row in rows:
        by_recipient.setdefault(row.recipient, []).append(row)
    rates = [_rate(recipient, group) for recipient, group in by_recipient.items()]
    return sorted(rates, key=lambda rate: (-rate.assigned, rate.recipient))


def _rate(recipient: str, rows: Sequence[Any]) -> ClosingRate:
    closed = [row for row in rows if row.state is AssignmentState.CLOSED]
    return ClosingRate(
        recipient=recipient,
        assigned=len(rows),
        closed=len(closed),
        in_time=sum(
            row.due_on is None or row.reported_at is None or day_of(row.reported_at) <= row.due_on
            for row in closed
        ),
        returned=sum(row.state is AssignmentState.RETURNED for row in rows),
        overdue=sum(is_overdue(row.state, row.due_on) for row in rows),
    )


def recipient_name() -> Any:
    """What the assignee of a row is called; for queries `with_recipients`."""
    return sa.func.coalesce(SubOfficeRow.name, UserRow.full_name, AssignmentRow.assignee)


def with_recipients(query: sa.Select[Any]) -> sa.Select[Any]:
    """A query of assignments with the users and sub-offices to whom they are given."""
    return query.outerjoin(UserRow, UserRow.name == AssignmentRow.assignee).outerjoin(
        SubOfficeRow, SubOfficeRow.id == AssignmentRow.sub_office_id
    )


def _condition(view: str, officer: str) -> Any:
    if view == "mine":
        return given_to(officer)
    if view == "by-me":
        return AssignmentRow.assigned_by == officer
    return is_late(today()) if view == "overdue" else sa.true()
