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
from alerts.mail.tls_policy import is_loopback, trusting, words
from storage.base.errors import BadInput, HubiaoError
from storage.base.settings import Settings

STEP_SECONDS = 30
MOST_REPORTS = 200
"""Read in one pass; the next pass reads on."""
_WANTED = ("UNSEEN", "HEADER", "Content-Type", '"delivery-status"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxDown(HubiaoError):
    """The mailbox server cannot be reached, trusted, signed in to, or does not answer."""


class BounceMailbox:
    """The delivery reports in one folder that nobody has read yet."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._client = client

    def reports(self) -> Iterator[tuple[str, bytes]]:
        """Number (UID) and bytes of each report. Raises MailboxDown."""
        (found,) = self._ask("SEARCH", *_WANTED)
        numbers = found.split() if isinstance(found, bytes) else []
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
            raise MailboxDown(f"mailbox: {command}: {words(error)}") from error
        if status != "OK":
            raise MailboxDown(f"mailbox: {command} was refused")
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
    if settings.imap_tls == "none" and not is_loopback(host):
        raise BadInput(
            "setting 'imap_tls' (HUBIAO_IMAP_TLS): none is only accepted for a loopback server"
        )
    if settings.imap_user is None or settings.imap_password is None:
        raise BadInput(
            "settings 'imap_user' and 'imap_password' (HUBIAO_IMAP_USER, HUBIAO_IMAP_PASSWORD)"
            " are missing"
        )
    context = trusting(settings.imap_ca, "imap_ca")
    where = f"mailbox {host}:{settings.imap_port}"
    try:
        if settings.imap_tls == "tls":
            client: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                host, settings.imap_port, ssl_context=context, timeout=STEP_SECONDS
            )
        else:
            client = imaplib.IMAP4(host, settings.imap_port, timeout=STEP_SECONDS)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxDown(f"{where}: {words(error)}") from error
    try:
        try:
            if settings.imap_tls == "starttls":
                client.starttls(context)
            client.login(settings.imap_user, settings.imap_password.get_secret_value())
            status, _ = client.select(_quoted(settings.imap_folder))
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxDown(f"{where}: {words(error)}") from error
        if status != "OK":
            raise MailboxDown(f"{where}: no folder '{settings.imap_folder}'")
        yield BounceMailbox(client)
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            client.logout()


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
