"""交办: a lead is given to a colleague or a sub-office with a term, reported on, returned, closed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import lock_existing
from storage.base.errors import BadInput, NotFound, Refused, StaleState
from storage.base.message import Message
from storage.base.office_time import today
from storage.leads.lead_state import check_fresh, load_lead, lock_lead, note_act
from storage.tables import AssignmentRow, AssignmentState, LeadRow
from storage.tables.base import now
from storage.teamwork.colleagues import colleagues, sub_office_of
from storage.teamwork.sub_offices import load_sub_office

ASSIGNMENT_STATE_NAMES = {
    AssignmentState.RUNNING: "办理中",
    AssignmentState.REPORTED: "已反馈",
    AssignmentState.CLOSED: "已办结",
    AssignmentState.RETURNED: "已退回",
    AssignmentState.WITHDRAWN: "已撤回",
}
UNFINISHED = (AssignmentState.RUNNING, AssignmentState.REPORTED)
"""Assignments that are not over."""


def assign(
    session: Session,
    lead_id: int,
    *,
    by: str,
    assignee: str | None = None,
    sub_office_id: int | None = None,
    due_on: date | None = None,
    note: str = "",
    revision: int | None = None,
) -> AssignmentRow:
    """Give a lead to a colleague or to a sub-office.

    Raises BadInput unless exactly one of both is named, on a user who does not work on leads and on
    a term that has passed, StaleState when the lead changed or is assigned already.
    """
    if (assignee is None) == (sub_office_id is None):
        raise BadInput("assignment.no-assignee")
    if due_on is not None and due_on < today():
        raise BadInput("assignment.past-term", day=due_on.isoformat())
    lead = lock_lead(session, lead_id)
    check_fresh(lead, revision)
    if running_assignment(session, lead_id) is not None:
        raise StaleState("assignment.running", lead=lead_id)
    to = _recipient_name(session, assignee, sub_office_id)
    row = AssignmentRow(
        lead_id=lead_id,
        assignee=assignee,
        sub_office_id=sub_office_id,
        due_on=due_on,
        note=note.strip() or None,
        state=AssignmentState.RUNNING,
        assigned_by=by,
    )
    session.add(row)
    session.flush()
    note_act(
        session, lead, actor=by, act="lead.assign", assignee=to,
        due=due_on.isoformat() if due_on else None, note=row.note,
    )  # fmt: skip
    return row


def report(session: Session, number: int, *, by: str, feedback: str) -> AssignmentRow:
    """Say what was done (反馈). Raises BadInput without words, Refused to one who is not its
    assignee, StaleState unless it runs."""
    words = feedback.strip()
    if not words:
        raise BadInput("assignment.no-feedback")
    row, lead = _lock(session, number, AssignmentState.RUNNING)
    _check_assignee(session, row, by)
    _report(row, by=by, feedback=words)
    note_act(session, lead, actor=by, act="lead.report", feedback=words)
    return row


def give_back(session: Session, number: int, *, by: str, reason: str) -> AssignmentRow:
    """Return an assignment to its assigner (退回) with a reason. Raises as `report` does."""
    words = _checked_reason(reason)
    row, lead = _lock(session, number, AssignmentState.RUNNING)
    _check_assignee(session, row, by)
    _end(row, AssignmentState.RETURNED, by=by, reason=words)
    note_act(session, lead, actor=by, act="lead.return", reason=words)
    return row


def send_back(session: Session, number: int, *, by: str, reason: str) -> AssignmentRow:
    """Have a reported assignment done again (退回重办). Raises BadInput, Refused, StaleState."""
    words = _checked_reason(reason)
    row, lead = _lock(session, number, AssignmentState.REPORTED)
    _check_assigner(row, by)
    row.state, row.reason, row.decision_id = AssignmentState.RUNNING, words, None
    row.reported_by = row.reported_at = None
    note_act(session, lead, actor=by, act="lead.send_back", reason=words)
    return row


def close_assignment(session: Session, number: int, *, by: str) -> AssignmentRow:
    """Accept the feedback (办结交办). Raises Refused to one who did not assign it, StaleState."""
    row, lead = _lock(session, number, AssignmentState.REPORTED)
    _check_assigner(row, by)
    _end(row, AssignmentState.CLOSED, by=by)
    note_act(session, lead, actor=by, act="lead.settle")
    return row


def withdraw(session: Session, number: int, *, by: str, reason: str = "") -> AssignmentRow:
    """Take an unfinished assignment back (撤回). Raises Refused, StaleState."""
    row, lead = _lock(session, number, *UNFINISHED)
    _check_assigner(row, by)
    _end(row, AssignmentState.WITHDRAWN, by=by, reason=reason.strip() or None)
    note_act(session, lead, actor=by, act="lead.withdraw", reason=row.reason)
    return row


def report_by_verdict(
    session: Session, lead_id: int, *, by: str, decision_id: int, feedback: str
) -> None:
    """A verdict of the assignee reports her assignment by itself."""
    row = running_assignment(session, lead_id)
    if row is None or row.state is not AssignmentState.RUNNING or not is_assignee(session, row, by):
        return
    _report(row, by=by, feedback=feedback)
    row.decision_id = decision_id
    note_act(session, load_lead(session, lead_id), actor=by, act="lead.report", feedback=feedback)


def reopen_by_undo(session: Session, lead_id: int, *, by: str, decision_id: int) -> None:
    """The verdict that reported an assignment was taken back: it runs again."""
    row = running_assignment(session, lead_id)
    if row is None or row.decision_id != decision_id:
        return
    row.state, row.decision_id = AssignmentState.RUNNING, None
    row.feedback = row.reported_by = row.reported_at = None
    note_act(session, load_lead(session, lead_id), actor=by, act="lead.unreport")


def running_assignment(session: Session, lead_id: int) -> AssignmentRow | None:
    """The assignment of a lead that is not over, if any."""
    return session.scalar(
        sa.select(AssignmentRow).where(
            AssignmentRow.lead_id == lead_id, AssignmentRow.state.in_(UNFINISHED)
        )
    )


def is_assignee(session: Session, row: AssignmentRow, name: str) -> bool:
    """Whether an assignment is this user's: given to her, or to her sub-office."""
    if row.assignee is not None:
        return row.assignee == name
    return row.sub_office_id == sub_office_of(session, name)


def _recipient_name(session: Session, assignee: str | None, sub_office_id: int | None) -> str:
    if sub_office_id is not None:
        office = load_sub_office(session, sub_office_id)
        if not office.active:
            raise BadInput("sub-office.inactive", name=office.name)
        return office.name
    names = {colleague.name: colleague.shown_name for colleague in colleagues(session)}
    if assignee not in names:
        raise NotFound("assignment.unknown-user", user=assignee)
    return names[assignee]


def _lock(session: Session, number: int, *states: AssignmentState) -> tuple[AssignmentRow, LeadRow]:
    """An assignment to change, with its lead. Raises NotFound, StaleState in any other state."""
    lead_id = session.scalar(sa.select(AssignmentRow.lead_id).where(AssignmentRow.id == number))
    if lead_id is None:
        raise NotFound("assignment.unknown", number=number)
    lead = lock_lead(session, lead_id)
    row = lock_existing(session, AssignmentRow, number)
    if row.state not in states:
        raise StaleState(
            "assignment.moved-on", lead=lead_id, state=Message(f"assignment-state.{row.state}")
        )
    return row, lead


def _check_assignee(session: Session, row: AssignmentRow, name: str) -> None:
    if not is_assignee(session, row, name):
        raise Refused("assignment.not-yours", lead=row.lead_id)


def _check_assigner(row: AssignmentRow, name: str) -> None:
    if row.assigned_by != name:
        raise Refused("assignment.not-by-you", lead=row.lead_id, officer=row.assigned_by)


def _checked_reason(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise BadInput("assignment.no-reason")
    return words


def _report(row: AssignmentRow, *, by: str, feedback: str) -> None:
    row.state, row.feedback = AssignmentState.REPORTED, feedback
    row.reported_by, row.reported_at = by, now()


def _end(row: AssignmentRow, state: AssignmentState, *, by: str, reason: str | None = None) -> None:
    row.state, row.ended_by, row.ended_at = state, by, now()
    row.reason = reason if reason is not None else row.reason
