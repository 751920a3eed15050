"""本地邮箱: the folder where mails end until the office names a relay, so that nothing leaves."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from storage.errors import NotFound, StoreUnavailable
from storage.leases import Fate
from storage.settings import Settings
from storage.tables import OutboxRow

FOLDER = "mailbox"
_NAME = re.compile(r"[0-9a-f]{32}\.eml")


@dataclass(frozen=True, kw_only=True)
class MailboxMail:
    """One mail of the local mailbox."""

    name: str
    """File name, made from the Message-ID: the same mail twice is one file."""
    subject: str
    sender: str
    recipient: str
    date: datetime | None
    text: str
    html: str | None


class LocalMailbox:
    """A carrier that writes `.eml` files."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.folder(FOLDER)

    def __str__(self) -> str:
        return str(self.folder)

    def hand_in(self, mail: OutboxRow) -> tuple[Fate, str]:
        """Write one mail, whole or not at all. Raises StoreUnavailable."""
        path = self.folder / mail_name(mail.message_id)
        partial = path.with_suffix(f".{os.getpid()}.part")
        try:
            with partial.open("wb") as file:
                file.write(mail.body)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise StoreUnavailable(f"cannot write {path}: {error.strerror}") from error
        return Fate.ACCEPTED, f"written to {path.name}"

    def close(self) -> None:
        """Nothing is held open between mails."""


def mail_name(message_id: str) -> str:
    """File name of the mail with this Message-ID."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:32] + ".eml"


def list_mailbox(settings: Settings, *, limit: int = 200) -> list[MailboxMail]:
    """The newest mails of the local mailbox first."""
    folder = settings.home / FOLDER
    paths = [path for path in folder.glob("*.eml") if _NAME.fullmatch(path.name)]
    paths.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    return [_read(path) for path in paths[:limit]]


def open_mail(settings: Settings, name: str) -> MailboxMail:
    """One mail by its file name. Raises NotFound."""
    path = settings.home / FOLDER / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound(f"no mail '{name}' in the mailbox")
    return _read(path)


def _read(path: Path) -> MailboxMail:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    date = message["Date"]
    return MailboxMail(
        name=path.name,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipient=str(message["To"] or ""),
        date=date.datetime if date else None,
        text=_body(message, "plain") or "",
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, subtype: str) -> str | None:
    part = message.get_body((subtype,))
    return str(part.get_content()) if isinstance(part, EmailMessage) else None
