"""退信: delivery reports (RFC 3464) that the relay or a recipient's server sent back.

An office drops them as `.eml` files into the folder `bounces` of the data folder, or names files.
A report can be forged, so it never sends anything: it marks one mail as failed and says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.text.plain_text import one_line
from storage.audit import trail
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.base.vocabulary import MailState
from storage.outgoing.replies import reply_message
from storage.tables import OutboxRow

FOLDER, PUT_AWAY = "bounces", "done"
MOST_BYTES = 5 * 2**20
"""Bytes of a report that are read, chosen by hand: a report returns a mail of ours, whose picture is
the largest part."""
_ID = re.compile(r"<[^<>\s]{3,190}>")


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """What one delivery report says of one mail of ours."""

    message_id: str
    action: str
    """failed, delayed, delivered, relayed or expanded (RFC 3464 §2.3.3)."""
    why: str
    """Status and the server's words, on one line."""


def read_bounce(raw: bytes) -> Bounce:
    """Read a delivery report. Raises BadInput when it is none or names no message."""
    message = message_from_bytes(raw[:MOST_BYTES], policy=default)
    assert isinstance(message, EmailMessage)
    fields = _status_fields(message)
    message_id = _original_id(message)
    if fields is None or message_id is None:
        raise BadInput("bounce.no-report")
    words = (fields.get("status", ""), fields.get("diagnostic-code", ""))
    return Bounce(
        message_id=message_id,
        action=str(fields.get("action", "failed")).strip().lower(),
        why=one_line(" ".join(str(word) for word in words), 300),
    )


def _status_fields(message: EmailMessage) -> Message | None:
    """The first recipient's block: our mails have one recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            if isinstance(blocks, list):
                return next((b for b in blocks if isinstance(b, Message) and b["action"]), None)
    return None


def _original_id(message: EmailMessage) -> str | None:
    """Message-ID of the mail that came back, from its returned text or headers."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload(0)
            text = str(inner["Message-ID"] or "") if isinstance(inner, Message) else ""
        elif kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
            line = re.search(r"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?(.*)$", text)
            text = line[1] if line else ""
        else:
            continue
        if match := _ID.search(text):
            return match[0]
    return None


def apply_bounce(session: Session, bounce: Bounce) -> OutboxRow | None:
    """Mark the mail that came back as failed; None when it is none of ours.

    A report of a delay, or of a mail that has failed already, changes nothing but the last reply.
    """
    mail = session.scalar(
        sa.select(OutboxRow).where(OutboxRow.message_id == bounce.message_id).with_for_update()
    )
    if mail is None:
        return None
    mail.last_reply = reply_message(f"{bounce.action}: {bounce.why}")
    if bounce.action == "failed" and mail.state in (MailState.SENT, MailState.UNCLEAR):
        mail.state = MailState.FAILED
        subject = f"lead:{mail.lead_id}" if mail.lead_id else f"mail:{mail.id}"
        trail.record(
            session, actor="system", act="mail.bounced", subject=subject,
            mail=mail.id, kind=mail.kind, why=bounce.why,
        )  # fmt: skip
    return mail


def dropped_bounces(settings: Settings) -> list[Path]:
    """Reports that wait in the folder, in the order of their names."""
    return sorted((settings.home / FOLDER).glob("*.eml"))


def put_away(settings: Settings, path: Path) -> None:
    """Move a report that was read out of the way; it is kept as a record."""
    path.replace(settings.folder(f"{FOLDER}/{PUT_AWAY}") / path.name)
