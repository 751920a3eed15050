"""文书的办理: legal review, approval by a second person, sending, withdrawal."""

from __future__ import annotations

from datetime import datetime

from starlette.responses import Response

from alerts.letters.files.enclosures import prepare_enclosures
from alerts.letters.workflow.approval import approve
from alerts.letters.workflow.review import review_law, rewrite_by_law
from alerts.letters.workflow.sending import send, withdraw
from console.web.form_values import form_moment
from console.web.page_request import PageRequest
from console.web.route import APPROVERS, DRAFTERS, REVIEWERS, Route
from storage.base.office_time import today


def review_letter(request: PageRequest) -> Response:
    """法制审核 of this very draft."""
    with request.database.begin() as session:
        review_law(
            session, request.settings, request.path_number(), by=request.officer_name, today=today()
        )
    return _to_letter(request)


def rewrite_letter(request: PageRequest) -> Response:
    """按现行法律重新起草: the draft is written by the law in force today."""
    with request.database.begin() as session:
        rewrite_by_law(
            session, request.settings, request.path_number(), by=request.officer_name, today=today()
        )
    return _to_letter(request)


def approve_letter(request: PageRequest) -> Response:
    """Approve the draft that was looked at; a changed one is refused."""
    with request.database.begin() as session:
        approve(
            session,
            request.settings,
            request.path_number(),
            by=request.officer_name,
            today=today(),
            draft_digest=request.required_value("draft_digest", "所看文稿的哈希值"),
        )
    return _to_letter(request)


def send_letter(request: PageRequest) -> Response:
    """Send an approved letter, or record that it was handed over by other means."""
    handed_over = request.form_value("handed_over") or None
    enclosures = None
    if handed_over is None:
        with request.database.read() as session:
            enclosures = prepare_enclosures(session, request.settings, request.path_number())
    with request.database.begin() as session:
        send(
            session,
            request.settings,
            request.path_number(),
            by=request.officer_name,
            handed_over=handed_over,
            handed_over_at=_handed_over_at(request),
            enclosures=enclosures,
        )
    return _to_letter(request)


def _handed_over_at(request: PageRequest) -> datetime | None:
    if not request.form_value("handed_over_at"):
        return None
    return form_moment(request, "handed_over_at", "送交时间")


def withdraw_letter(request: PageRequest) -> Response:
    """Give up a letter that was not sent."""
    with request.database.begin() as session:
        why = request.required_value("why", "原因")
        withdraw(session, request.path_number(), by=request.officer_name, why=why)
    return _to_letter(request)


def _to_letter(request: PageRequest) -> Response:
    return request.redirect(f"/notices/{request.path_number()}")


ROUTES = (
    Route(path="/notices/{id:int}/rewrite", handler=rewrite_letter, roles=DRAFTERS, method="POST"),
    Route(path="/notices/{id:int}/review", handler=review_letter, roles=REVIEWERS, method="POST"),
    Route(path="/notices/{id:int}/approve", handler=approve_letter, roles=APPROVERS, method="POST"),
    Route(path="/notices/{id:int}/send", handler=send_letter, roles=DRAFTERS, method="POST"),
    Route(
        path="/notices/{id:int}/withdraw", handler=withdraw_letter, roles=DRAFTERS, method="POST"
    ),
)
