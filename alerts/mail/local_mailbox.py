"""本地邮箱: the folder where mails end until the office names a relay, so that nothing leaves."""

from __future__ import annotations

import hashlib

from storage.base.atomic_file import write_file
from storage.base.errors import StoreUnavailable
from storage.base.message import message_of
from storage.base.settings import Settings
from storage.outgoing.mail_retries import DeliveryOutcome
from storage.tables import OutboxRow

FOLDER = "mailbox"


class LocalMailbox:
    """A carrier that writes `.eml` files."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.folder(FOLDER)

    def __str__(self) -> str:
        return str(self.folder)

    def hand_in(self, mail: OutboxRow) -> tuple[DeliveryOutcome, str]:
        """Write one mail, whole or not at all. Raises StoreUnavailable."""
        path = self.folder / mail_name(mail.message_id)
        try:
            write_file(path, mail.body)
        except OSError as error:
            raise StoreUnavailable(
                "file.unwritable", path=path, reason=message_of(error)
            ) from error
        return DeliveryOutcome.ACCEPTED, f"written to {path.name}"

    def close(self) -> None:
        """Nothing is held open between mails."""


def mail_name(message_id: str) -> str:
    """File name of the mail with this Message-ID: the same mail twice is one file."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:32] + ".eml"
