"""文书的后续: the sealed form, what came back, and the terms that run."""

from __future__ import annotations

from datetime import date, datetime

from starlette.datastructures import UploadFile
from starlette.responses import Response

from alerts.followup.deadlines import close_clock, start_clock
from alerts.letters.files.sealed_copy import page_count
from alerts.letters.workflow.sending import (
    MOST_SEALED_BYTES,
    record_answer,
    record_seal_use,
    seal,
)
from console.pages.letters.letter_files import reading_copy
from console.web.page_request import PageRequest
from console.web.route import DRAFTERS, Route
from storage.base.errors import BadInput
from storage.base.office_time import OFFICE_TIME, today
from storage.outgoing.notices import load_notice


def receive_sealed_letter(request: PageRequest) -> Response:
    """Take the sealed or signed form (用印件), or enter that the paper form was sealed (用印登记)."""
    file = request.form.get("file")
    sealed_by = request.form_value("sealed_by")
    content = None
    if isinstance(file, UploadFile) and file.filename:
        content = file.file.read(MOST_SEALED_BYTES + 1)
    if content is None and not sealed_by:
        raise BadInput("form.no-sealed-file")
    number, by = request.path_number(), request.officer_name
    pages = None if content is None else _approved_pages(request)
    with request.database.begin() as session:
        if sealed_by:
            record_seal_use(
                session,
                number,
                by=by,
                sealed_by=sealed_by,
                sealed_on=_read_day(request.form_value("sealed_on")),
                today=today(),
            )
        if content is not None:
            seal(session, request.settings, number, content, by=by, pages=pages)
    return request.redirect(f"/notices/{number}")


def _approved_pages(request: PageRequest) -> int | None:
    """Pages of the letter, counted before the transaction that seals it; None before its approval."""
    with request.database.read() as session:
        if load_notice(session, request.path_number()).docx_sha256 is None:
            return None
    return page_count(reading_copy(request))


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("letter.seal-use") from error


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
