"""退信: what the relay or a recipient's server sent back of a mail of ours.

It is a delivery report (RFC 3464), a bounce in a server's own words, or a complaint of the reader's
provider (投诉, RFC 5965). An office drops them as `.eml` files into the folder `bounces` of the data
folder, or names files. A report can be forged, so it never sends anything: it marks one mail as
failed and says why. A complaint says that the mail arrived: it is a note, and changes no state.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.mail.bounce_original import original_id, server_words
from alerts.mail.bounce_outcome import COMPLAINT, read_outcome
from alerts.mail.bounce_parts import PartKind, ReturnedMail, parts_of_text, read_parts
from alerts.text.plain_text import one_line
from storage.audit import trail
from storage.base.contested_rows import locking
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.base.settings import Settings
from storage.base.vocabulary import MailState
from storage.outgoing.replies import reply_message
from storage.tables import OutboxRow

FOLDER, PUT_AWAY = "bounces", "done"
MOST_BYTES = 5 * 2**20
"""Bytes of a report that are read, chosen by hand: a report returns a mail of ours, whose picture is
the largest part."""
_FORWARDS = 2
"""Mails around a report that somebody passed on as an attachment; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """What one delivery report says of one mail of ours."""

    message_id: str
    action: str
    """failed, delayed, delivered, relayed or expanded (RFC 3464 §2.3.3), or complaint (RFC 5965)."""
    why: str
    """Status and the server's words, or the kind of complaint, on one line."""


def read_bounce(raw: bytes) -> Bounce:
    """Read a delivery report or complaint. Raises BadInput when it is none or names no message."""
    bounce = _read(read_parts(raw[:MOST_BYTES]), _FORWARDS)
    if bounce is None:
        raise BadInput("bounce.no-report")
    return bounce


def _read(mail: ReturnedMail, forwards: int) -> Bounce | None:
    outcome = read_outcome(mail, server_words(mail))
    if outcome is None and forwards:
        inner = (parts_of_text(text) for text in mail.texts(PartKind.ORIGINAL))
        reports = (report for report in inner if report.texts(PartKind.STATUS))
        return next((b for report in reports if (b := _read(report, forwards - 1))), None)
    message_id = original_id(mail)
    if outcome is None or message_id is None:
        return None
    return Bounce(message_id=message_id, action=outcome.action, why=one_line(outcome.why, 300))


def apply_bounce(session: Session, bounce: Bounce) -> OutboxRow | None:
    """Mark the mail that came back as failed; None when it is none of ours.

    A report of a delay, or of a mail that has failed already, changes nothing but the last reply; a
    complaint is also put on record, once.
    """
    trail.take_turn(session)
    mail = session.scalar(
        locking(sa.select(OutboxRow).where(OutboxRow.message_id == bounce.message_id))
    )
    if mail is None:
        return None
    if bounce.action == COMPLAINT:
        reply = Message("bounce.complaint", {"kind": bounce.why})
        if mail.last_reply != reply:
            _note(session, mail, "mail.complaint", bounce.why)
        mail.last_reply = reply
        return mail
    mail.last_reply = reply_message(f"{bounce.action}: {bounce.why}")
    if bounce.action == "failed" and mail.state in (MailState.SENT, MailState.UNCLEAR):
        mail.state = MailState.FAILED
        _note(session, mail, "mail.bounced", bounce.why)
    return mail


def _note(session: Session, mail: OutboxRow, act: str, why: str) -> None:
    trail.record(
        session, actor="system", act=act,
        subject=f"lead:{mail.lead_id}" if mail.lead_id else f"mail:{mail.id}",
        mail=mail.id, kind=mail.kind, why=why,
    )  # fmt: skip


def dropped_bounces(settings: Settings) -> list[Path]:
    """Reports that wait in the folder, in the order of their names."""
    return sorted((settings.home / FOLDER).glob("*.eml"))


def put_away(settings: Settings, path: Path) -> None:
    """Move a report that was read out of the way; it is kept as a record."""
    path.replace(settings.folder(f"{FOLDER}/{PUT_AWAY}") / path.name)
