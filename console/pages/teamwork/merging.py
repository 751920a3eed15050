"""合并重复线索: one lead points to another that remains, and back."""

from __future__ import annotations

from starlette.responses import Response

from console.web.form_values import read_lead_number, read_revision
from console.web.page_request import PageRequest
from console.web.queue_view import to_lead
from console.web.route import DECIDERS, Route
from storage.teamwork.merges import merge, undo_merge

_PART = "duplicates"
"""Anchor of the part on the lead's page."""


def merge_lead(request: PageRequest) -> Response:
    """Merge this lead into another and go there."""
    into = read_lead_number(request.form_value("into"))
    with request.database.begin() as session:
        merge(
            session,
            request.path_number(),
            into,
            officer=request.officer_name,
            note=request.form_value("note"),
            revision=read_revision(request.form_value("revision")),
        )
    return to_lead(request, into, _PART)


def unmerge_lead(request: PageRequest) -> Response:
    """Take the merge of this lead back."""
    with request.database.begin() as session:
        undo_merge(session, request.path_number(), officer=request.officer_name)
    return to_lead(request, request.path_number(), _PART)


ROUTES = (
    Route(path="/leads/{id:int}/merge", handler=merge_lead, roles=DECIDERS, method="POST"),
    Route(path="/leads/{id:int}/unmerge", handler=unmerge_lead, roles=DECIDERS, method="POST"),
)
