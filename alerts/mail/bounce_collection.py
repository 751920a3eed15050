"""Collecting what came back (收取退信): from the folder of dropped reports and from the mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alerts.mail.bounce_mailbox import bounce_mailbox
from alerts.mail.bounces import (
    FOLDER,
    PUT_AWAY,
    Bounce,
    apply_bounce,
    dropped_bounces,
    put_away,
    read_bounce,
)
from storage.base.database import Database
from storage.base.errors import BadInput, StoreUnavailable
from storage.base.message import Message, message_of
from storage.base.settings import Settings
from storage.tables import OutboxRow


@dataclass(frozen=True, kw_only=True)
class Collected:
    """What one report said, as a line for whoever looks."""

    source: str | Message
    read: bool
    """Whether it is a delivery report at all."""
    says: Message


def collect_files(database: Database, paths: Sequence[Path]) -> list[Collected]:
    """Reports in these files, which stay where they are. Raises BadInput where one is unreadable."""
    return [_taken(database, path.name, _bytes_of(path)) for path in paths]


def collect_bounces(database: Database, settings: Settings) -> list[Collected]:
    """Every report that waits; each is kept in `bounces/done` once it has had its effect.

    Raises MailboxDown, BadInput for unusable settings, StoreUnavailable.
    """
    collected = []
    for path in dropped_bounces(settings):
        report = _taken(database, path.name, _bytes_of(path))
        collected.append(report)
        if report.read:
            put_away(settings, path)
    if settings.imap_host is not None:
        collected += _from_mailbox(database, settings)
    return collected


def _from_mailbox(database: Database, settings: Settings) -> list[Collected]:
    """Apply, keep, mark as read: in this order nothing is lost wherever it is killed."""
    collected = []
    with bounce_mailbox(settings) as mailbox:
        for mail in mailbox.waiting_mails():
            source = Message("bounce.source-mailbox", {"number": mail.number})
            report = _taken(database, source, mail.raw)
            if report.read:
                _keep(settings, mail.number, mail.raw)
            if report.read or mail.is_report:
                mailbox.put_away(mail.number)
                collected.append(report)
    return collected


def _taken(database: Database, source: str | Message, raw: bytes) -> Collected:
    try:
        bounce = read_bounce(raw)
    except BadInput as error:
        return Collected(source=source, read=False, says=error.message)
    with database.begin() as session:
        mail = apply_bounce(session, bounce)
        says = _bounce_words(bounce, mail)
    return Collected(source=source, read=True, says=says)


def _bounce_words(bounce: Bounce, mail: OutboxRow | None) -> Message:
    if mail is None:
        return Message("bounce.of-no-mail", {"action": bounce.action, "reply": bounce.why})
    return Message(
        "bounce.of-mail",
        {
            "mail": mail.id,
            "state": Message(f"mail-state.{mail.state}"),
            "action": bounce.action,
            "reply": bounce.why,
        },
    )


def _keep(settings: Settings, number: str, raw: bytes) -> None:
    path = settings.folder(f"{FOLDER}/{PUT_AWAY}") / f"mailbox-{number}.eml"
    try:
        path.write_bytes(raw)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=path, reason=message_of(error)) from error


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", path=path, reason=message_of(error)) from error
