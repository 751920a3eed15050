"""企业答复: the page behind the link in a holder's alert, and taking an answer over."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from alerts.mail.alert_mail import listing_rows, load_alert
from alerts.mail.alert_picture import lead_picture
from console.web.answer_form import (
    ANSWER_FIELDS,
    answer_values,
    answerer_of,
    chosen_answer,
    store_attachments,
)
from console.web.outside_links import behind_link, contacts, link_secret
from console.web.page_request import PageRequest
from console.web.route import DECIDERS, EVERYONE, SIGNED_IN, Route
from storage.base.errors import HubiaoError, NotFound, Refused
from storage.base.message import Language
from storage.base.vocabulary import DecisionKind
from storage.leads.standing_verdicts import last_decision
from storage.outgoing.attachments import read_attachment
from storage.records.right_words import HOLDER_NAMES, permission_question
from storage.rights.answer_links import ANSWER_PATH, OpenedLink, open_link
from storage.rights.holder_answers import (
    CHOICE_NAMES,
    LONGEST_NAME,
    accept_answer,
    answer_link,
)


@dataclass(frozen=True, kw_only=True)
class AnswerPage:
    """One lead as its right holder may see it, without officers' notes."""

    opened: OpenedLink
    question: str
    right_kind: str
    rows: list[tuple[str, str]]
    reason: str | None
    """Why an officer confirmed the lead; None where no verdict stands."""
    grounds: tuple[str, ...]
    has_picture: bool


@behind_link
def ask_for_answer(request: PageRequest) -> Response:
    """The question; a link of the mail may choose an answer beforehand, which the form confirms."""
    lead = _open(request)
    return _answer_page(request, lead, {"choice": request.query.get("choice", "")})


@behind_link
def receive_answer(request: PageRequest) -> Response:
    """Receive the holder's answer; it changes nothing before an officer has read it."""
    lead = _open(request)
    values = answer_values(request)
    if lead.opened.answer is not None:
        return _answer_page(request, lead, values)
    try:
        choice, answerer = chosen_answer(values), answerer_of(request, values)
        attachments = store_attachments(request)
        with request.database.begin() as session:
            answer_link(
                session,
                link_secret(request),
                choice=choice,
                answerer=answerer,
                remark=values["remark"],
                attachments=attachments,
            )
    except Refused:  # answered meanwhile in another window
        pass
    except HubiaoError as error:
        return _answer_page(request, lead, values, error=error.text(Language.CHINESE))
    return request.redirect(f"{request.path}?received=1")


@behind_link
def show_picture(request: PageRequest) -> Response:
    """The captured page's top, numbers of persons covered, as the alert carries it."""
    with request.database.begin() as session:
        opened = open_link(session, link_secret(request))
        picture = lead_picture(session, request.settings, opened.lead_id)
    if picture is None:
        raise NotFound("page.row-unknown", number=opened.lead_id)
    return Response(picture.jpeg, media_type="image/jpeg")


def _open(request: PageRequest) -> AnswerPage:
    """What the link of the request opens. Raises NotFound for a link that does not work."""
    with request.database.begin() as session:
        opened = open_link(session, link_secret(request))
        decision = last_decision(session, opened.lead_id)
        confirmed = decision is not None and decision.verdict == DecisionKind.CONFIRMED
        alert = load_alert(session, decision) if decision is not None and confirmed else None
        return AnswerPage(
            opened=opened,
            question=permission_question(opened.right),
            right_kind=HOLDER_NAMES[opened.right.kind],
            rows=listing_rows(opened.listing),
            reason=alert.reason if alert else None,
            grounds=alert.grounds if alert else (),
            has_picture=lead_picture(session, request.settings, opened.lead_id) is not None,
        )


def _answer_page(
    request: PageRequest, lead: AnswerPage, values: dict[str, str], *, error: str | None = None
) -> Response:
    """The form, after a refusal with what was filled in; a browser empties the choice of files."""
    return request.render(
        "answer.html",
        status=400 if error else 200,
        lead=lead,
        choices=CHOICE_NAMES,
        answer=lead.opened.answer,
        values={name: values.get(name, "") for name in ANSWER_FIELDS},
        longest=LONGEST_NAME,
        error=error,
        received="received" in request.query,
        picture=f"{ANSWER_PATH}{link_secret(request)}/picture" if lead.has_picture else None,
        **contacts(request),
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


ROUTES = (
    Route(path=ANSWER_PATH + "{secret}", handler=ask_for_answer, roles=EVERYONE),
    Route(path=ANSWER_PATH + "{secret}", handler=receive_answer, roles=EVERYONE, method="POST"),
    Route(path=ANSWER_PATH + "{secret}/picture", handler=show_picture, roles=EVERYONE),
    Route(
        path="/answers/{id:int}/accept", handler=accept_holder_answer, roles=DECIDERS, method="POST"
    ),
    Route(path="/attachments/{sha256}", handler=download_attachment, roles=SIGNED_IN),
)
