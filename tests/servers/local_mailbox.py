"""The mails of the local mailbox, as an officer's mail program would open their files."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from storage.base.settings import Settings


def mails_in(settings: Settings) -> dict[Path, EmailMessage]:
    """Every mail by its file."""
    return {
        path: message_from_bytes(path.read_bytes(), policy=default)  # type: ignore[misc]
        for path in (settings.home / "mailbox").glob("*.eml")
    }
