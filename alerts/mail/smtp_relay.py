"""The office's mail relay (邮件中继): one signed-in SMTP connection whose certificate was checked.

The relay is named by the administrator in the settings, never by a page, so it is not subject to
the address policy of fetching (`storage.net.address_policy`); an internal relay is the usual case.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket

from alerts.mail.envelope import is_local
from alerts.mail.tls_policy import connect, connection_reason, refuse_clear_text, trusting
from storage.base.errors import BadInput, HubiaoError
from storage.base.message import Message
from storage.base.settings import Settings
from storage.net.deadline import Deadline
from storage.outgoing.mail_retries import DeliveryOutcome
from storage.tables import OutboxRow

STEP_SECONDS = 30
"""Seconds that the relay may take for each answer, chosen by hand; RFC 5321 §4.5.3.2 allows minutes,
for which nobody who waits for a pass has time."""
SIGN_IN_SECONDS = 60
"""Seconds from the connection to the end of the sign-in; chosen by hand."""
MAIL_SECONDS = 120
"""Seconds for one mail from the sender's address to the relay's last word; chosen by hand."""


class RelayDown(HubiaoError):
    """The relay cannot be reached, trusted or signed in to; no mail was offered to it."""


class _Client(smtplib.SMTP):
    """SMTP on a connection that was made before, so that its deadline holds for the greeting too."""

    def __init__(self, connection: socket.socket, host: str, port: int, ours: str) -> None:
        self._connection = connection
        super().__init__(host, port, ours, timeout=STEP_SECONDS)

    def _get_socket(self, _host: str, _port: int, _timeout: float) -> socket.socket:
        return self._connection


class Relay:
    """A carrier that speaks SMTP; connects when the first mail is handed in, and again if dropped.

    Raises BadInput when the settings would send in clear over a network.
    """

    def __init__(self, settings: Settings) -> None:
        assert settings.smtp_host is not None
        refuse_clear_text(settings.smtp_tls, settings.smtp_host, "smtp_tls")
        if settings.smtp_user and settings.smtp_password is None:
            raise BadInput(
                "mail-setting.missing", setting="smtp_password", variable="HUBIAO_SMTP_PASSWORD"
            )
        self.settings = settings
        self.context = trusting(settings.smtp_ca, "smtp_ca")
        self.client: smtplib.SMTP | None = None

    def __str__(self) -> str:
        return f"relay {self.settings.smtp_host}:{self.settings.smtp_port}"

    def hand_in(self, mail: OutboxRow) -> tuple[DeliveryOutcome, str]:
        """Offer one mail to the relay.

        A mail from an address of this machine alone is never offered: it waits until the office has
        named its own, and fails where it was made before that. Raises RelayDown when there is nothing
        to offer it on, BadInput while mail_from is such an address.
        """
        if is_local(mail.sender):
            unnamed = BadInput("mail-setting.local-sender", address=mail.sender)
            if is_local(self.settings.mail_from):
                raise unnamed
            return DeliveryOutcome.REFUSED, str(unnamed)
        client = self._connected()
        try:
            deadline = Deadline(MAIL_SECONDS)
            with deadline.ends(_socket_of(client)):
                return _offer(client, mail, deadline)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return DeliveryOutcome.PUT_OFF, f"connection lost before the text: {_reason(error)}"

    def greet(self) -> None:
        """Connect and sign in, and offer nothing. Raises RelayDown."""
        self._connected()

    def close(self) -> None:
        """Say goodbye."""
        if self.client is not None and self.client.sock is not None:
            with (
                contextlib.suppress(smtplib.SMTPException, OSError),
                Deadline(STEP_SECONDS).ends(_socket_of(self.client)),
            ):
                self.client.quit()
        self._drop()

    def _drop(self) -> None:
        if self.client is not None:
            self.client.close()
        self.client = None

    def _connected(self) -> smtplib.SMTP:
        if self.client is not None and self.client.sock is not None:
            with (
                contextlib.suppress(smtplib.SMTPException, OSError),
                Deadline(STEP_SECONDS).ends(_socket_of(self.client)),
            ):
                if self.client.rset()[0] == 250:
                    return self.client
            self._drop()
        self.client = self._connect()
        return self.client

    def _connect(self) -> smtplib.SMTP:
        deadline = Deadline(SIGN_IN_SECONDS)
        host, port = self.settings.smtp_host or "", self.settings.smtp_port
        tls = self.context if self.settings.smtp_tls == "tls" else None
        try:
            connection = connect(host, port, deadline, step=STEP_SECONDS, tls=tls)
        except OSError as error:
            raise self._down(error) from error
        client = None
        try:
            with deadline.ends(connection):
                client = _Client(connection, host, port, self.settings.mail_domain)
                self._sign_in(client)
        except (smtplib.SMTPException, OSError) as error:
            # After STARTTLS another socket than the first holds the connection.
            (client or connection).close()
            connection.close()
            raise self._down(error) from error
        return client

    def _down(self, error: Exception) -> RelayDown:
        host, port = self.settings.smtp_host, self.settings.smtp_port
        return RelayDown("relay.down", host=host, port=port, reason=_reason(error))

    def _sign_in(self, client: smtplib.SMTP) -> None:
        """Only EHLO and STARTTLS are sent before the certificate is checked."""
        client.ehlo()
        if self.settings.smtp_tls == "starttls":
            client.starttls(context=self.context)
            client.ehlo()
        if self.settings.smtp_user and self.settings.smtp_password is not None:
            client.login(self.settings.smtp_user, self.settings.smtp_password.get_secret_value())


def _socket_of(client: smtplib.SMTP) -> socket.socket:
    if client.sock is None:
        raise smtplib.SMTPServerDisconnected("not connected")
    return client.sock


def _offer(
    client: smtplib.SMTP, mail: OutboxRow, deadline: Deadline
) -> tuple[DeliveryOutcome, str]:
    code, words = client.mail(mail.sender)
    if code == 250:
        code, words = client.rcpt(mail.recipient)
    if code not in (250, 251):
        return _fate(code), _reply(code, words)
    try:
        code, words = client.data(mail.body)
        deadline.check()  # smtplib takes half a line for an answer when the connection ends
    except smtplib.SMTPDataError as error:  # the relay did not want the text at all
        code, words = error.smtp_code, _bytes(error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        client.close()
        return DeliveryOutcome.UNCLEAR, f"connection lost after the text: {_reason(error)}"
    return (DeliveryOutcome.ACCEPTED if code == 250 else _fate(code)), _reply(code, words)


def _fate(code: int) -> DeliveryOutcome:
    return DeliveryOutcome.REFUSED if 500 <= code < 600 else DeliveryOutcome.PUT_OFF


def _bytes(words: bytes | str) -> bytes:
    return words.encode() if isinstance(words, str) else words


def _reply(code: int, words: bytes) -> str:
    return f"{code} {' '.join(words.decode('utf-8', 'replace').split())}"


def _reason(error: Exception) -> Message:
    if isinstance(error, smtplib.SMTPResponseException):
        return Message("text", {"text": _reply(error.smtp_code, _bytes(error.smtp_error))})
    return connection_reason(error)
