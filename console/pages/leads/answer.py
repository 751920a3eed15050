"""企业答复: the page behind the link in a holder's alert, and taking an answer over."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import DECIDERS, EVERYONE, SIGNED_IN, Page
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Language
from storage.outgoing.attachments import MOST_FILES, Attachment, keep_attachment, read_attachment
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


def form(visit: Visit) -> Response:
    """One lead as its right holder may see it, without officers' notes."""
    with visit.database.begin() as session:
        opened = open_link(session, _secret(visit))
    return _page(visit, opened)


def answer(visit: Visit) -> Response:
    """Receive the holder's answer; it changes nothing before an officer has read it."""
    secret = _secret(visit)
    with visit.database.begin() as session:
        opened = open_link(session, secret)
    try:
        kept = _kept(visit)
        with visit.database.begin() as session:
            answer_link(
                session,
                secret,
                choice=_choice(visit.value("choice")),
                remark=visit.value("remark"),
                attachments=kept,
            )
    except HubiaoError as error:
        return _page(visit, opened, error=error.text(Language.CHINESE))
    return _page(visit, opened, done=True)


def _page(
    visit: Visit, opened: OpenedLink, *, error: str | None = None, done: bool = False
) -> Response:
    """The form, after a refusal with what was filled in; a browser empties the choice of files."""
    given = {name: visit.value(name) for name in ("choice", "remark")}
    return visit.page(
        "answer.html",
        status=400 if error else 200,
        opened=opened,
        choices=CHOICE_NAMES,
        given=given,
        error=error,
        done=done,
    )


def accept(visit: Visit) -> Response:
    """Take an answer over into the licence ledger."""
    with visit.database.begin() as session:
        accept_answer(session, visit.number(), officer=visit.name)
    return visit.go(
        f"/leads/{visit.value('lead')}?tab=all" if visit.value("lead").isdigit() else "/"
    )


def attachment(visit: Visit) -> Response:
    """A file that a holder handed in, as a download and never shown here."""
    content = read_attachment(visit.settings, str(visit.request.path_params["sha256"]))
    name = f"attachment-{visit.request.path_params['sha256'][:12]}"
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _secret(visit: Visit) -> str:
    return str(visit.request.path_params["secret"])


def _choice(value: str) -> Choice:
    if value not in set(Choice):
        raise BadInput("form.no-answer-choice")
    return Choice(value)


def _kept(visit: Visit) -> list[Attachment]:
    files = [f for f in visit.form.getlist("file") if isinstance(f, UploadFile) and f.filename]
    if len(files) > MOST_FILES or len(visit.value("remark")) > LONGEST_REMARK:
        raise BadInput("form.answer-size", files=MOST_FILES, characters=LONGEST_REMARK)
    return [keep_attachment(visit.settings, str(f.filename), f.file.read()) for f in files]


PAGES = (
    Page(path=ANSWER_PATH + "{secret}", act=form, who=EVERYONE),
    Page(path=ANSWER_PATH + "{secret}", act=answer, who=EVERYONE, method="POST"),
    Page(path="/answers/{id:int}/accept", act=accept, who=DECIDERS, method="POST"),
    Page(path="/attachments/{sha256}", act=attachment, who=SIGNED_IN),
)
