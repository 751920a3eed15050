"""文书的后续: the sealed form, what came back, and the terms that run."""

from __future__ import annotations

from datetime import datetime

from starlette.datastructures import UploadFile
from starlette.responses import Response

from alerts.followup.deadlines import close_clock, start_clock
from alerts.letters.workflow.sending import MOST_SEALED_BYTES, record_answer, seal
from console.web.page_request import PageRequest
from console.web.route import DRAFTERS, Route
from storage.base.errors import BadInput
from storage.base.office_time import OFFICE_TIME


def receive_sealed_letter(request: PageRequest) -> Response:
    """Take the sealed or signed form (用印件); its content type is checked by its bytes."""
    file = request.form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("form.no-sealed-file")
    content = file.file.read(MOST_SEALED_BYTES + 1)
    with request.database.begin() as session:
        seal(session, request.settings, request.path_number(), content, by=request.officer_name)
    return request.redirect(f"/notices/{request.path_number()}")


def record_letter_answer(request: PageRequest) -> Response:
    """Record what came back: a receipt's number, an answer."""
    receipt, remark = request.form_value("receipt"), request.form_value("remark")
    if not receipt and not remark:
        raise BadInput("form.no-receipt-or-answer")
    with request.database.begin() as session:
        record_answer(
            session, request.path_number(), by=request.officer_name, receipt=receipt, remark=remark
        )
    return request.redirect(f"/notices/{request.path_number()}#course")


def start_term(request: PageRequest) -> Response:
    """Record the event that starts a term."""
    try:
        at = datetime.fromisoformat(request.required_value("at", "事件发生时间")).replace(
            tzinfo=OFFICE_TIME
        )
    except ValueError as error:
        raise BadInput("form.moment") from error
    with request.database.begin() as session:
        start_clock(
            session,
            request.required_value("kind", "期限种类"),
            started=at,
            officer=request.officer_name,
            notice_id=request.path_number(),
            lead_id=int(lead) if (lead := request.form_value("lead")).isdigit() else None,
        )
    return request.redirect(f"/notices/{request.path_number()}#course")


def close_term(request: PageRequest) -> Response:
    """End a running term: kept, or no longer needed."""
    with request.database.begin() as session:
        close_clock(
            session,
            request.path_number(),
            officer=request.officer_name,
            met=request.form_value("act") == "met",
        )
    back = request.form_value("notice")
    return request.redirect(f"/notices/{back}#course" if back.isdigit() else "/")


ROUTES = (
    Route(
        path="/notices/{id:int}/seal", handler=receive_sealed_letter, roles=DRAFTERS, method="POST"
    ),
    Route(
        path="/notices/{id:int}/answer", handler=record_letter_answer, roles=DRAFTERS, method="POST"
    ),
    Route(path="/notices/{id:int}/clock", handler=start_term, roles=DRAFTERS, method="POST"),
    Route(path="/deadlines/{id:int}", handler=close_term, roles=DRAFTERS, method="POST"),
)
