"""交办: giving leads to colleagues and sub-offices, their feedback, and the list of assignments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.change_each import Changes, change_each, ticked_leads
from console.web.form_values import form_day, read_lead_number, read_revision
from console.web.page_request import PageRequest
from console.web.pagination import Pagination
from console.web.queue_view import read_view, to_lead
from console.web.route import DECIDERS, DRAFTERS, SIGNED_IN, Route
from storage.base.errors import BadInput
from storage.teamwork import assignments
from storage.views.teamwork.assignment_list import ASSIGNMENT_VIEWS, find_assignments

_ROWS = 50
"""Assignments on one page."""
_PART = "assignment"
"""Anchor of the part on the lead's page."""


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """To whom a form gives leads: one of both is set."""

    assignee: str | None = None
    sub_office_id: int | None = None


def assign_lead(request: PageRequest) -> Response:
    """Give one lead to a colleague or a sub-office."""
    revision = read_revision(request.form_value("revision"))
    with request.database.begin() as session:
        _assign(request, session, request.path_number(), revision)
    return to_lead(request, request.path_number(), _PART)


def assign_leads(request: PageRequest) -> Response:
    """Give all ticked leads away; each is assigned or refused by itself, and counted."""
    revisions = ticked_leads(request)

    def assign(session: Session, number: str) -> None:
        _assign(request, session, read_lead_number(number), read_revision(revisions[number]))

    view = read_view(request.query, request.officer_name)
    return _show_changes(request, change_each(request, revisions, assign), view.queue_url())


def change_assignment(request: PageRequest) -> Response:
    """One step of an assignment: feedback, return, close, send back, withdraw."""
    number, by = request.path_number(), request.officer_name
    act, words = request.form_value("act"), request.form_value("words")
    with request.database.begin() as session:
        if act == "report":
            row = assignments.report(session, number, by=by, feedback=words)
        elif act == "return":
            row = assignments.give_back(session, number, by=by, reason=words)
        elif act == "send_back":
            row = assignments.send_back(session, number, by=by, reason=words)
        elif act == "close":
            row = assignments.close_assignment(session, number, by=by)
        elif act == "withdraw":
            row = assignments.withdraw(session, number, by=by, reason=words)
        else:
            raise BadInput("form.unknown-act", act=act)
        lead_id = row.lead_id
    return to_lead(request, lead_id, _PART)


def close_assignments(request: PageRequest) -> Response:
    """Accept the feedback of all ticked assignments."""
    numbers = [read_lead_number(str(item)) for item in request.form.getlist("assignment")]

    def close(session: Session, number: int) -> None:
        assignments.close_assignment(session, number, by=request.officer_name)

    return _show_changes(request, change_each(request, numbers, close), "/assignments?view=by-me")


def list_assignments(request: PageRequest) -> Response:
    """Assignments to this officer, by her, or of all, those due first on top."""
    view = request.query.get("view", "")
    view = view if view in ASSIGNMENT_VIEWS else "mine"
    page = request.query_number("page", 1)
    with request.database.read() as session:
        lines, total = find_assignments(
            session, view, officer=request.officer_name, offset=(max(page, 1) - 1) * _ROWS,
            limit=_ROWS,
        )  # fmt: skip
    return request.render(
        "assignments.html",
        view=view,
        views=ASSIGNMENT_VIEWS,
        lines=lines,
        pagination=Pagination(total=total, page=max(page, 1), size=_ROWS),
        can_close=view == "by-me" and any(line.is_reported for line in lines),
    )


def _show_changes(request: PageRequest, changes: Changes[Any], queue_url: str) -> Response:
    return request.render(
        "assigned.html", changed=changes.changed, refused=changes.refused, queue_url=queue_url
    )


def _assign(request: PageRequest, session: Session, lead_id: int, revision: int) -> None:
    recipient = _read_recipient(request.form_value("to"))
    due_on = form_day(request, "due_on", "期限") if request.form_value("due_on") else None
    assignments.assign(
        session,
        lead_id,
        by=request.officer_name,
        assignee=recipient.assignee,
        sub_office_id=recipient.sub_office_id,
        due_on=due_on,
        note=request.form_value("instruction"),
        revision=revision,
    )


def _read_recipient(text: str) -> Recipient:
    kind, _, name = text.partition(":")
    if kind == "user" and name:
        return Recipient(assignee=name)
    if kind == "office" and name.isascii() and name.isdigit() and len(name) < 10:
        return Recipient(sub_office_id=int(name))
    return Recipient()


ROUTES = (
    Route(path="/leads/{id:int}/assign", handler=assign_lead, roles=DECIDERS, method="POST"),
    Route(path="/leads/assign", handler=assign_leads, roles=DECIDERS, method="POST"),
    Route(path="/assignments", handler=list_assignments, roles=SIGNED_IN),
    Route(path="/assignments/close", handler=close_assignments, roles=DECIDERS, method="POST"),
    Route(path="/assignments/{id:int}", handler=change_assignment, roles=DRAFTERS, method="POST"),
)
