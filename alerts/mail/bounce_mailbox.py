"""退信邮箱: the mailbox to which relays return what they could not deliver, read by IMAP (RFC 3501).

Like the relay it is named by the administrator and never by a page, so the address policy of
fetching does not apply. Nothing is deleted and no mail but a delivery report is touched: a report
that was dealt with is marked as read, in that order, so that a reader killed in between reads it
once more, which changes nothing. Many servers bounce without a report's Content-Type: mails whose
sender, return path or subject is that of a bounce are looked at too, and stay unread when they are
none.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from alerts.mail.bounces import MOST_BYTES
from alerts.mail.tls_policy import connect, connection_reason, refuse_clear_text, trusting
from storage.base.errors import BadInput, HubiaoError
from storage.base.settings import Settings
from storage.net.deadline import Deadline

STEP_SECONDS = 30
"""Seconds that the mailbox may take for each answer; chosen by hand."""
SIGN_IN_SECONDS = 60
"""Seconds from the connection to the open folder; chosen by hand."""
MOST_REPORTS = 200
"""Reports read in one pass, chosen by hand; the next pass reads on."""
MOST_CANDIDATES = 50
"""Mails that may be bounces and are looked at in one pass, the newest first; chosen by hand, as those
that are none stay unread and come again."""
_REPORTS = (("Content-Type", "delivery-status"), ("Content-Type", "feedback-report"))
"""Header fields (RFC 3501 §6.4.4 HEADER) of a mail that says that it is a report."""
_CANDIDATES = (
    ("Return-Path", "<>"), ("From", "mailer-daemon"), ("From", "postmaster"),
    ("Subject", "undeliver"), ("Subject", "returned mail"), ("Subject", "failure"),
    ("Subject", "delivery"), ("Subject", "complaint about message"),
)  # fmt: skip
"""Header fields of a mail that may be a bounce; RFC 5321 §4.5.5 and common subjects."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxDown(HubiaoError):
    """The mailbox server cannot be reached, trusted, signed in to, or does not answer."""


class _Client(imaplib.IMAP4):
    """IMAP on a connection that was made before, so that its deadline holds for the greeting too."""

    def __init__(self, connection: socket.socket, host: str, port: int) -> None:
        self._connection = connection
        super().__init__(host, port, timeout=STEP_SECONDS)

    def _create_socket(self, _timeout: float | None) -> socket.socket:
        return self._connection


@dataclass(frozen=True)
class WaitingMail:
    """A mail that nobody has read yet."""

    number: str
    """Its UID."""
    raw: bytes
    is_report: bool
    """Whether its Content-Type says that it is a report; any other may be a person's."""


class BounceMailbox:
    """The delivery reports in one folder that nobody has read yet."""

    def __init__(self, client: imaplib.IMAP4) -> None:
        self._client = client

    def waiting_mails(self) -> Iterator[WaitingMail]:
        """Reports, the oldest first, then what may be a bounce. Raises MailboxDown."""
        reports = self._numbers(_REPORTS)
        candidates = sorted(self._numbers(_CANDIDATES) - reports, reverse=True)
        numbers = sorted(reports)[:MOST_REPORTS] + candidates[:MOST_CANDIDATES]
        for number in numbers:
            if (raw := self._report(str(number))) is not None:
                yield WaitingMail(str(number), raw, number in reports)

    def _numbers(self, fields: Sequence[tuple[str, str]]) -> set[int]:
        numbers: set[int] = set()
        for name, value in fields:
            (uids,) = self._ask("SEARCH", "UNSEEN", "HEADER", name, f'"{value}"')
            if isinstance(uids, bytes):
                numbers.update(int(uid) for uid in uids.split() if uid.isdigit())
        return numbers

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
            with Deadline(STEP_SECONDS).ends(self._client.sock):
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
    deadline = Deadline(SIGN_IN_SECONDS)
    tls = context if settings.imap_tls == "tls" else None
    try:
        connection = connect(host, port, deadline, step=STEP_SECONDS, tls=tls)
    except OSError as error:
        raise _down(settings, error) from error
    try:
        try:
            with deadline.ends(connection):
                client = _Client(connection, host, port)
                if settings.imap_tls == "starttls":
                    client.starttls(context)
                client.login(settings.imap_user, settings.imap_password.get_secret_value())
                status, _ = client.select(_quoted(settings.imap_folder))
        except (imaplib.IMAP4.error, OSError) as error:
            raise _down(settings, error) from error
        if status != "OK":
            raise MailboxDown(
                "mailbox.no-folder", host=host, port=port, folder=settings.imap_folder
            )
        yield BounceMailbox(client)
        with (
            contextlib.suppress(imaplib.IMAP4.error, OSError),
            Deadline(STEP_SECONDS).ends(client.sock),
        ):
            client.logout()
    finally:
        connection.close()


def _down(settings: Settings, error: Exception) -> MailboxDown:
    return MailboxDown(
        "mailbox.down",
        host=settings.imap_host,
        port=settings.imap_port,
        reason=connection_reason(error),
    )


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
