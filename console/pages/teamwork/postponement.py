"""暂缓处理: a lead is put off until a day or a change of its listing, and taken up again."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.responses import Response

from console.web.form_values import form_day, read_revision
from console.web.page_request import PageRequest
from console.web.queue_view import to_lead
from console.web.route import DECIDERS, Route
from storage.base.office_time import today
from storage.leads.snoozes import snooze, wake

SPANS = {"1": "明天", "3": "三天后", "7": "一周后", "30": "三十天后"}
"""Days that the form offers, counted from today."""
_CHANGE, _DAY = "change", "day"


def snooze_lead(request: PageRequest) -> Response:
    """Put a lead off; a day also ends it earlier where `change` is ticked."""
    with request.database.begin() as session:
        snooze(
            session,
            request.path_number(),
            officer=request.officer_name,
            until=_read_day(request),
            until_change=_CHANGE in (request.form_value("span"), request.form_value("also")),
            note=request.form_value("note"),
            revision=read_revision(request.form_value("revision")),
        )
    return to_lead(request, request.path_number())


def wake_lead(request: PageRequest) -> Response:
    """Take a lead up again now (提前恢复)."""
    with request.database.begin() as session:
        wake(session, request.path_number(), officer=request.officer_name)
    return to_lead(request, request.path_number())


def _read_day(request: PageRequest) -> date | None:
    span = request.form_value("span")
    if span == _CHANGE:
        return None
    if span == _DAY:
        return form_day(request, "until", "暂缓至")
    return today() + timedelta(days=int(span)) if span in SPANS else None


ROUTES = (
    Route(path="/leads/{id:int}/snooze", handler=snooze_lead, roles=DECIDERS, method="POST"),
    Route(path="/leads/{id:int}/wake", handler=wake_lead, roles=DECIDERS, method="POST"),
)
