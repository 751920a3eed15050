"""退信邮箱: the mailbox to which relays return what they could not deliver, read by IMAP (RFC 3501).

Like the relay it is named by the administrator and never by a page, so the address policy of
fetching does not apply. Nothing is deleted and no mail but a delivery report is touched: a report
that was dealt with is marked as read, in that order, so that a reader killed in between reads it
once more, which changes nothing.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager

from alerts.mail.bounces import MOST_BYTES
from alerts.mail.tls_policy import connection_reason, refuse_clear_text, trusting
from storage.base.errors import BadInput, HubiaoError
from storage.base.settings import Settings

STEP_SECONDS = 30
"""Seconds that the mailbox may take for each answer; chosen by hand."""
MOST_REPORTS = 200
"""Reports read in one pass, chosen by hand; the next pass reads on."""
_CRITERIA = ("UNSEEN", "HEADER", "Content-Type", '"delivery-status"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxDown(HubiaoError):
    """The mailbox server cannot be reached, trusted, signed in to, or does not answer."""


class BounceMailbox:
    """The delivery reports in one folder that nobody has read yet."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._client = client

    def reports(self) -> Iterator[tuple[str, bytes]]:
        """Number (UID) and bytes of each report. Raises MailboxDown."""
        (uids,) = self._ask("SEARCH", *_CRITERIA)
        numbers = uids.split() if isinstance(uids, bytes) else []
        for number in (uid.decode("ascii") for uid in numbers[:MOST_REPORTS]):
            if (raw := self._report(number)) is not None:
                yield number, raw

    def _report(self, number: str) -> bytes | None:
        """None for one that is longer than any report; it stays unread."""
        size = _SIZE.search(b" ".join(_plain(self._ask("FETCH", number, "(RFC822.SIZE)"))))
        if size is None or int(size[1]) > MOST_BYTES:
            return None
        for part in self._ask("FETCH", number, "(BODY.PEEK[])"):
            if isinstance(part, tuple):
                return bytes(part[1])
        return None

    def put_away(self, number: str) -> None:
        """Mark a report as read. Raises MailboxDown."""
        self._ask("STORE", number, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, command: str, *arguments: str) -> list[object]:
        try:
            status, answer = self._client.uid(command, *arguments)
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxDown(
                "mailbox.command-failed", command=command, reason=connection_reason(error)
            ) from error
        if status != "OK":
            raise MailboxDown("mailbox.command-refused", command=command)
        return list(answer)


def _plain(answer: list[object]) -> Iterator[bytes]:
    for part in answer:
        if isinstance(part, bytes):
            yield part
        elif isinstance(part, tuple):
            yield from (piece for piece in part if isinstance(piece, bytes))


@contextmanager
def bounce_mailbox(settings: Settings) -> Iterator[BounceMailbox]:
    """The mailbox of the settings, signed in to and open. Raises BadInput or MailboxDown."""
    host = settings.imap_host or ""
    refuse_clear_text(settings.imap_tls, host, "imap_tls")
    if settings.imap_user is None or settings.imap_password is None:
        raise BadInput("mail-setting.imap-login")
    context = trusting(settings.imap_ca, "imap_ca")
    port = settings.imap_port
    try:
        if settings.imap_tls == "tls":
            client: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                host, port, ssl_context=context, timeout=STEP_SECONDS
            )
        else:
            client = imaplib.IMAP4(host, port, timeout=STEP_SECONDS)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxDown(
            "mailbox.down", host=host, port=port, reason=connection_reason(error)
        ) from error
    try:
        try:
            if settings.imap_tls == "starttls":
                client.starttls(context)
            client.login(settings.imap_user, settings.imap_password.get_secret_value())
            status, _ = client.select(_quoted(settings.imap_folder))
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxDown(
                "mailbox.down", host=host, port=port, reason=connection_reason(error)
            ) from error
        if status != "OK":
            raise MailboxDown(
                "mailbox.no-folder", host=host, port=port, folder=settings.imap_folder
            )
        yield BounceMailbox(client)
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            client.logout()


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
