"""发件箱: every mail with its state; without a relay this is where mails end."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import OVERSEERS, SIGNED_IN, Route
from console.words.labels import MAIL_STATES
from storage.base.errors import NotFound
from storage.base.vocabulary import MailState
from storage.outgoing.outbox import retry_mails
from storage.rights.answer_links import hide_secrets
from storage.tables import OutboxRow
from storage.views.mail_list import find_mails

_SIZE = 20
"""Rows of a page."""


def list_mails(request: PageRequest) -> Response:
    """The mails, newest first; `before` continues behind one."""
    chosen = request.query.get("state", "")
    state = MailState(chosen) if chosen in set(MailState) else None
    before = request.query_number("before", 0)
    with request.database.read() as session:
        mails = find_mails(session, state, before=before or None, limit=_SIZE + 1)
    return request.render(
        "mailbox.html",
        mails=mails[:_SIZE],
        before=before,
        more=mails[_SIZE - 1].id if len(mails) > _SIZE else None,
        state=state or "",
        states=MAIL_STATES,
        can_retry=request.has_role(OVERSEERS),
        local=request.settings.smtp_host is None,
    )


def show_mail(request: PageRequest) -> Response:
    """One mail as text, with its headers and the names of what is attached."""
    mail = _load_mail(request)
    message = message_from_bytes(mail.body, policy=default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("plain",))
    attached = [
        item.get_filename() or item.get_content_type() for item in message.iter_attachments()
    ]
    return request.render(
        "mail.html",
        mail=mail,
        text=hide_secrets(part.get_content()) if isinstance(part, EmailMessage) else "",
        headers=[(name, str(message[name])) for name in _HEADERS if message[name]],
        attached=attached,
        can_oversee=request.has_role(OVERSEERS),
    )


_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To")


def download_mail(request: PageRequest) -> Response:
    """The bytes as they leave, for a mail program.

    The holder's one-purpose link stands in them, so whoever reads them could answer in the
    holder's name: for overseers only, the page shows everybody else the text without it.
    """
    mail = _load_mail(request)
    return Response(
        mail.body,
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="mail-{mail.id}.eml"'},
    )


def retry_mail(request: PageRequest) -> Response:
    """Put a failed or unclear mail back into the queue."""
    with request.database.begin() as session:
        retry_mails(session, [request.path_number()], actor=request.officer_name)
    return request.redirect(f"/mailbox/{request.path_number()}")


def _load_mail(request: PageRequest) -> OutboxRow:
    with request.database.read() as session:
        mail = session.get(OutboxRow, request.path_number())
    if mail is None:
        raise NotFound("page.mail-unknown", mail=request.path_number())
    return mail


ROUTES = (
    Route(path="/mailbox", handler=list_mails, roles=SIGNED_IN),
    Route(path="/mailbox/{id:int}", handler=show_mail, roles=SIGNED_IN),
    Route(path="/mailbox/{id:int}/download", handler=download_mail, roles=OVERSEERS),
    Route(path="/mailbox/{id:int}/retry", handler=retry_mail, roles=OVERSEERS, method="POST"),
)
