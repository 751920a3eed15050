"""配合调查 and 现场核查 on a lead's page: service, the platform's replies, escalation, visits, marks."""

from __future__ import annotations

from starlette.responses import Response

from alerts.letters.workflow.platform_assistance import (
    Escalation,
    escalate,
    record_reply,
    record_service,
)
from console.web.form_values import form_day, form_moment, keep_files
from console.web.page_request import PageRequest
from console.web.route import DRAFTERS, Route
from storage.base.errors import BadInput
from storage.leads.shop_visits import load_visit, record_mark, record_visit, request_mark
from storage.tables.assistance import ReplyKind

_PART = "followups"
"""Anchor of the part on the lead's page."""


def serve_notice(request: PageRequest) -> Response:
    """Record when the notice reached the platform; its term begins."""
    with request.database.begin() as session:
        record_service(
            session,
            request.path_number(),
            served_at=form_moment(request, "served_at", "送达时间"),
            how=request.form_value("how"),
            by=request.officer_name,
        )
    return _to_lead(request)


def receive_reply(request: PageRequest) -> Response:
    """Record what the platform did, with the documents that came."""
    kind = request.form_value("kind")
    if kind not in set(ReplyKind):
        raise BadInput("form.unknown-act", act=kind)
    replied_on = form_day(request, "replied_on", "反馈日期")
    files = keep_files(request, "file")
    with request.database.begin() as session:
        record_reply(
            session,
            request.path_number(),
            ReplyKind(kind),
            replied_on=replied_on,
            remark=request.form_value("remark"),
            files=files,
            is_complete=request.form_value("complete") == "yes",
            by=request.officer_name,
        )
    return _to_lead(request)


def escalate_notice(request: PageRequest) -> Response:
    """Draft the letter that follows a platform's silence, and open it."""
    way = request.form_value("way")
    if way not in set(Escalation):
        raise BadInput("form.unknown-act", act=way)
    with request.database.begin() as session:
        row = escalate(
            session,
            request.settings,
            request.path_number(),
            Escalation(way),
            by=request.officer_name,
        )
        return request.redirect(f"/notices/{row.id}")


def add_visit(request: PageRequest) -> Response:
    """Record a visit to the shop's published address; photographs are hashed as they arrive."""
    visited_at = form_moment(request, "visited_at", "核查时间")
    photos = keep_files(request, "photo")
    with request.database.begin() as session:
        record_visit(
            session,
            request.path_number(),
            visited_at=visited_at,
            address=request.form_value("address"),
            officers=[request.form_value("officer_1"), request.form_value("officer_2")],
            finding=request.form_value("finding"),
            address_false=request.form_value("address_false") == "yes",
            photos=photos,
            recorded_by=request.officer_name,
        )
    return request.redirect(f"/leads/{request.path_number()}?tab=all#{_PART}")


def follow_mark(request: PageRequest) -> Response:
    """The mark of a false address: asked for now, seen, or not seen."""
    act, number, by = request.form_value("act"), request.path_number(), request.officer_name
    with request.database.begin() as session:
        if act == "requested":
            at = form_moment(request, "at", "请求标示的时间")
            request_mark(session, number, at=at, by=by)
        elif act in ("visible", "missing"):
            note = request.form_value("note")
            record_mark(session, number, is_visible=act == "visible", note=note, by=by)
        else:
            raise BadInput("form.unknown-act", act=act)
        lead_id = load_visit(session, number).lead_id
    return request.redirect(f"/leads/{lead_id}?tab=all#{_PART}")


def _to_lead(request: PageRequest) -> Response:
    lead = request.form_value("lead")
    if lead.isascii() and lead.isdigit():
        return request.redirect(f"/leads/{lead}?tab=all#{_PART}")
    return request.redirect(f"/notices/{request.path_number()}#course")


ROUTES = (
    Route(path="/notices/{id:int}/service", handler=serve_notice, roles=DRAFTERS, method="POST"),
    Route(path="/notices/{id:int}/replies", handler=receive_reply, roles=DRAFTERS, method="POST"),
    Route(
        path="/notices/{id:int}/escalate", handler=escalate_notice, roles=DRAFTERS, method="POST"
    ),
    Route(path="/leads/{id:int}/visits", handler=add_visit, roles=DRAFTERS, method="POST"),
    Route(path="/visits/{id:int}/mark", handler=follow_mark, roles=DRAFTERS, method="POST"),
)
