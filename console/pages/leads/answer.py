"""企业答复: the page behind the link in a holder's alert, and taking an answer over."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import DECIDERS, EVERYONE, SIGNED_IN, Route
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Language
from storage.outgoing.attachments import MOST_FILES, keep_attachment, read_attachment
from storage.records.attachment import Attachment
from storage.rights.answer_links import (
    ANSWER_PATH,
    CHOICE_NAMES,
    LONGEST_REMARK,
    Choice,
    OpenedLink,
    accept_answer,
    answer_link,
    open_link,
)


def ask_for_answer(request: PageRequest) -> Response:
    """One lead as its right holder may see it, without officers' notes."""
    with request.database.begin() as session:
        opened = open_link(session, _secret(request))
    return _answer_page(request, opened)


def receive_answer(request: PageRequest) -> Response:
    """Receive the holder's answer; it changes nothing before an officer has read it."""
    secret = _secret(request)
    with request.database.begin() as session:
        opened = open_link(session, secret)
    try:
        attachments = _store_attachments(request)
        with request.database.begin() as session:
            answer_link(
                session,
                secret,
                choice=_choice(request.form_value("choice")),
                remark=request.form_value("remark"),
                attachments=attachments,
            )
    except HubiaoError as error:
        return _answer_page(request, opened, error=error.text(Language.CHINESE))
    return _answer_page(request, opened, received=True)


def _answer_page(
    request: PageRequest, opened: OpenedLink, *, error: str | None = None, received: bool = False
) -> Response:
    """The form, after a refusal with what was filled in; a browser empties the choice of files."""
    values = {name: request.form_value(name) for name in ("choice", "remark")}
    return request.render(
        "answer.html",
        status=400 if error else 200,
        opened=opened,
        choices=CHOICE_NAMES,
        values=values,
        error=error,
        received=received,
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
    Route(
        path="/answers/{id:int}/accept", handler=accept_holder_answer, roles=DECIDERS, method="POST"
    ),
    Route(path="/attachments/{sha256}", handler=download_attachment, roles=SIGNED_IN),
)
