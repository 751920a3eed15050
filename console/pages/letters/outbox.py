"""发件箱: every mail with its state; without a relay this is where mails end."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.pagination import Pages
from console.web.route import OVERSEERS, SIGNED_IN, Page
from storage.base.errors import NotFound
from storage.base.vocabulary import MailState
from storage.outgoing.outbox import retry_mails
from storage.rights.answer_links import hide_secrets
from storage.tables import OutboxRow
from storage.views.mail_list import count_mails, find_mails

MAIL_STATE_NAMES = {
    MailState.QUEUED: "等待发出",
    MailState.SENDING: "发送中",
    MailState.SENT: "已发出",
    MailState.FAILED: "发送失败",
    MailState.WITHDRAWN: "已撤回",
    MailState.UNCLEAR: "结果不明",
    MailState.GATHERED: "等待并入汇总",
    MailState.MERGED: "已并入汇总",
}
MAIL_KIND_NAMES = {
    "alert": "权利人告警",
    "correction": "更正",
    "digest": "每日摘要",
    "letter": "文书",
    "warning": "风险预警",
}
_SIZE = 20


def show(visit: Visit) -> Response:
    """The mails, newest first."""
    asked = visit.query.get("state", "")
    state = MailState(asked) if asked in set(MailState) else None
    page = max(1, visit.whole("page", 1))
    with visit.database.read() as session:
        total = count_mails(session, state)
        mails = find_mails(session, state, offset=(page - 1) * _SIZE, limit=_SIZE)
    return visit.page(
        "mailbox.html",
        mails=mails,
        pages=Pages(total=total, page=page, size=_SIZE),
        state=state or "",
        states=MAIL_STATE_NAMES,
        kinds=MAIL_KIND_NAMES,
        can_retry=visit.may(OVERSEERS),
        local=visit.settings.smtp_host is None,
    )


def read(visit: Visit) -> Response:
    """One mail as text, with its headers and the names of what is attached."""
    mail = _mail(visit)
    message = message_from_bytes(mail.body, policy=default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("plain",))
    attached = [
        item.get_filename() or item.get_content_type() for item in message.iter_attachments()
    ]
    return visit.page(
        "mail.html",
        mail=mail,
        text=hide_secrets(part.get_content()) if isinstance(part, EmailMessage) else "",
        headers=[(name, str(message[name])) for name in _HEADERS if message[name]],
        attached=attached,
        states=MAIL_STATE_NAMES,
        kinds=MAIL_KIND_NAMES,
        can_oversee=visit.may(OVERSEERS),
    )


_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To")


def download(visit: Visit) -> Response:
    """The bytes as they leave, for a mail program.

    The holder's one-purpose link stands in them, so whoever reads them could answer in the
    holder's name: for overseers only, the page shows everybody else the text without it.
    """
    mail = _mail(visit)
    return Response(
        mail.body,
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="mail-{mail.id}.eml"'},
    )


def retry(visit: Visit) -> Response:
    """Put a failed or unclear mail back into the queue."""
    with visit.database.begin() as session:
        retry_mails(session, [visit.number()], actor=visit.name)
    return visit.go(f"/mailbox/{visit.number()}")


def _mail(visit: Visit) -> OutboxRow:
    with visit.database.read() as session:
        mail = session.get(OutboxRow, visit.number())
    if mail is None:
        raise NotFound("page.mail-unknown", mail=visit.number())
    return mail


PAGES = (
    Page(path="/mailbox", act=show, who=SIGNED_IN),
    Page(path="/mailbox/{id:int}", act=read, who=SIGNED_IN),
    Page(path="/mailbox/{id:int}/download", act=download, who=OVERSEERS),
    Page(path="/mailbox/{id:int}/retry", act=retry, who=OVERSEERS, method="POST"),
)
