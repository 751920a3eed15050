"""企业答复: the page behind the link in a holder's alert, and taking an answer over."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.responses import Response

from alerts.mail.alert_mail import listing_rows, load_alert
from alerts.mail.alert_picture import lead_picture
from console.web.page_request import PageRequest
from console.web.route import DECIDERS, EVERYONE, SIGNED_IN, Route
from storage.base.errors import BadInput, HubiaoError, NotFound, Refused
from storage.base.message import Language
from storage.base.vocabulary import Verdict
from storage.leads.standing_verdicts import last_decision
from storage.outgoing.attachments import MOST_FILES, keep_attachment, read_attachment
from storage.records.attachment import Attachment
from storage.records.right_words import HOLDER_NAMES, permission_question
from storage.rights.answer_links import ANSWER_PATH, OpenedLink, open_link
from storage.rights.holder_answers import (
    CHOICE_NAMES,
    LONGEST_NAME,
    LONGEST_REMARK,
    Answerer,
    Choice,
    accept_answer,
    answer_link,
)

_FIELDS = ("choice", "name", "function", "remark")


@dataclass(frozen=True, kw_only=True)
class AskedLead:
    """One lead as its right holder may see it, without officers' notes."""

    opened: OpenedLink
    question: str
    right_kind: str
    rows: list[tuple[str, str]]
    reason: str | None
    """Why an officer confirmed the lead; None where no verdict stands."""
    grounds: tuple[str, ...]
    has_picture: bool


def ask_for_answer(request: PageRequest) -> Response:
    """The question; a link of the mail may choose an answer beforehand, which the form confirms."""
    lead = _open(request)
    if lead is None:
        return _dead_link(request)
    return _answer_page(request, lead, {"choice": request.query.get("choice", "")})


def receive_answer(request: PageRequest) -> Response:
    """Receive the holder's answer; it changes nothing before an officer has read it."""
    lead = _open(request)
    if lead is None:
        return _dead_link(request)
    values = {name: request.form_value(name) for name in _FIELDS}
    if lead.opened.answer is not None:
        return _answer_page(request, lead, values)
    try:
        attachments = _store_attachments(request)
        with request.database.begin() as session:
            answer_link(
                session,
                _secret(request),
                choice=_choice(values["choice"]),
                answerer=Answerer(name=values["name"], function=values["function"]),
                remark=values["remark"],
                attachments=attachments,
            )
    except Refused:  # answered meanwhile in another window
        pass
    except HubiaoError as error:
        return _answer_page(request, lead, values, error=error.text(Language.CHINESE))
    return request.redirect(f"{request.path}?received=1")


def show_picture(request: PageRequest) -> Response:
    """The captured page's top, numbers of persons covered, as the alert carries it."""
    with request.database.begin() as session:
        opened = open_link(session, _secret(request))
        picture = lead_picture(session, request.settings, opened.lead_id)
    if picture is None:
        raise NotFound("answer-link.dead")
    return Response(picture.jpeg, media_type="image/jpeg")


def _open(request: PageRequest) -> AskedLead | None:
    """What the link of the request opens; None for a link that does not work."""
    with request.database.begin() as session:
        try:
            opened = open_link(session, _secret(request))
        except NotFound:
            return None
        decision = last_decision(session, opened.lead_id)
        confirmed = decision is not None and decision.verdict == Verdict.CONFIRMED
        alert = load_alert(session, decision) if decision is not None and confirmed else None
        return AskedLead(
            opened=opened,
            question=permission_question(opened.right),
            right_kind=HOLDER_NAMES[opened.right.kind],
            rows=listing_rows(opened.listing),
            reason=alert.reason if alert else None,
            grounds=alert.grounds if alert else (),
            has_picture=lead_picture(session, request.settings, opened.lead_id) is not None,
        )


def _dead_link(request: PageRequest) -> Response:
    return request.render(
        "answer_dead.html",
        status=404,
        contact=request.settings.office_contact,
        mail=request.settings.mail_contact,
    )


def _answer_page(
    request: PageRequest, lead: AskedLead, values: dict[str, str], *, error: str | None = None
) -> Response:
    """The form, after a refusal with what was filled in; a browser empties the choice of files."""
    return request.render(
        "answer.html",
        status=400 if error else 200,
        lead=lead,
        choices=CHOICE_NAMES,
        answer=lead.opened.answer,
        values={name: values.get(name, "") for name in _FIELDS},
        longest=LONGEST_NAME,
        error=error,
        received="received" in request.query,
        picture=f"{ANSWER_PATH}{_secret(request)}/picture" if lead.has_picture else None,
        contact=request.settings.office_contact,
        mail=request.settings.mail_contact,
    )


def accept_holder_answer(request: PageRequest) -> Response:
    """Take an answer over into the licence ledger."""
    with request.database.begin() as session:
        accept_answer(session, request.path_number(), officer=request.officer_name)
    return request.redirect(
        f"/leads/{request.form_value('lead')}?tab=all"
        if request.form_value("lead").isdigit()
        else "/"
    )


def download_attachment(request: PageRequest) -> Response:
    """A file that a holder handed in, as a download and never shown here."""
    content = read_attachment(request.settings, str(request.http.path_params["sha256"]))
    name = f"attachment-{request.http.path_params['sha256'][:12]}"
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _secret(request: PageRequest) -> str:
    return str(request.http.path_params["secret"])


def _choice(value: str) -> Choice:
    if value not in set(Choice):
        raise BadInput("form.no-answer-choice")
    return Choice(value)


def _store_attachments(request: PageRequest) -> list[Attachment]:
    files = [f for f in request.form.getlist("file") if isinstance(f, UploadFile) and f.filename]
    if len(files) > MOST_FILES or len(request.form_value("remark")) > LONGEST_REMARK:
        raise BadInput("form.answer-size", files=MOST_FILES, characters=LONGEST_REMARK)
    return [keep_attachment(request.settings, str(f.filename), f.file.read()) for f in files]


ROUTES = (
    Route(path=ANSWER_PATH + "{secret}", handler=ask_for_answer, roles=EVERYONE),
    Route(path=ANSWER_PATH + "{secret}", handler=receive_answer, roles=EVERYONE, method="POST"),
    Route(path=ANSWER_PATH + "{secret}/picture", handler=show_picture, roles=EVERYONE),
    Route(
        path="/answers/{id:int}/accept", handler=accept_holder_answer, roles=DECIDERS, method="POST"
    ),
    Route(path="/attachments/{sha256}", handler=download_attachment, roles=SIGNED_IN),
)
