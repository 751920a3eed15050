"""文书的后续: the sealed form, what came back, and the terms that run."""

from __future__ import annotations

from datetime import datetime

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import DRAFTERS, Page
from storage.base.errors import BadInput
from storage.base.office_time import OFFICE_TIME


def seal(visit: Visit) -> Response:
    """Take the sealed or signed form (用印件); its content type is checked by its bytes."""
    from alerts.letters.workflow.sending import MOST_SEALED_BYTES
    from alerts.letters.workflow.sending import seal as seal_notice

    file = visit.form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadInput("form.no-sealed-file")
    content = file.file.read(MOST_SEALED_BYTES + 1)
    with visit.database.begin() as session:
        seal_notice(session, visit.settings, visit.number(), content, by=visit.name)
    return visit.go(f"/notices/{visit.number()}")


def answer(visit: Visit) -> Response:
    """Record what came back: a receipt's number, an answer."""
    from alerts.letters.workflow.sending import record_answer

    receipt, remark = visit.value("receipt"), visit.value("remark")
    if not receipt and not remark:
        raise BadInput("form.no-receipt-or-answer")
    with visit.database.begin() as session:
        record_answer(session, visit.number(), by=visit.name, receipt=receipt, remark=remark)
    return visit.go(f"/notices/{visit.number()}#course")


def start_clock(visit: Visit) -> Response:
    """Record the event that starts a term."""
    from alerts.followup.deadlines import start_clock as start

    try:
        at = datetime.fromisoformat(visit.need("at", "事件发生时间")).replace(tzinfo=OFFICE_TIME)
    except ValueError as error:
        raise BadInput("form.moment") from error
    with visit.database.begin() as session:
        start(
            session,
            visit.need("kind", "期限种类"),
            started=at,
            officer=visit.name,
            notice_id=visit.number(),
            lead_id=int(lead) if (lead := visit.value("lead")).isdigit() else None,
        )
    return visit.go(f"/notices/{visit.number()}#course")


def close_clock(visit: Visit) -> Response:
    """End a running term: kept, or no longer needed."""
    from alerts.followup.deadlines import close_clock as close

    with visit.database.begin() as session:
        close(session, visit.number(), officer=visit.name, met=visit.value("act") == "met")
    back = visit.value("notice")
    return visit.go(f"/notices/{back}#course" if back.isdigit() else "/")


PAGES = (
    Page(path="/notices/{id:int}/seal", act=seal, who=DRAFTERS, method="POST"),
    Page(path="/notices/{id:int}/answer", act=answer, who=DRAFTERS, method="POST"),
    Page(path="/notices/{id:int}/clock", act=start_clock, who=DRAFTERS, method="POST"),
    Page(path="/deadlines/{id:int}", act=close_clock, who=DRAFTERS, method="POST"),
)
