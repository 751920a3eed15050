"""A mail relay with STARTTLS and AUTH on loopback, keeping what it accepted."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tests.servers.certificate import make_certificate


@dataclass(kw_only=True)
class Relay:
    """Where to send, as whom, and what has arrived; `replies` answers the next DATA commands."""

    host: str
    port: int
    user: str
    password: str
    authority: Path
    """PEM file to trust (HUBIAO_SMTP_CA)."""
    accepted: list[bytes] = field(default_factory=list)
    unanswered: list[bytes] = field(default_factory=list)
    """Those of them whose sender was never told."""
    replies: list[str] = field(default_factory=list)
    """E.g. "451 4.3.0 try later"; `drop` accepts and breaks off; an empty list accepts."""
    refused: set[str] = field(default_factory=set)
    """Recipients answered with 550."""

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.accepted]  # type: ignore[misc]

    @property
    def environment(self) -> dict[str, str]:
        """The settings that send mails here."""
        return {
            "HUBIAO_SMTP_HOST": self.host,
            "HUBIAO_SMTP_PORT": str(self.port),
            "HUBIAO_SMTP_USER": self.user,
            "HUBIAO_SMTP_PASSWORD": self.password,
            "HUBIAO_SMTP_CA": str(self.authority),
        }


class _Handler:
    def __init__(self, relay: Relay) -> None:
        self.relay = relay

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.relay.refused:
            return "550 5.1.1 user unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.relay.replies:
            reply = self.relay.replies.pop(0)
            if reply == "drop":
                self.relay.accepted.append(envelope.content)
                self.relay.unanswered.append(envelope.content)
                server.transport.abort()
            if not reply.startswith("250"):
                return reply
        self.relay.accepted.append(envelope.content)
        return "250 2.0.0 queued"


@contextmanager
def running_relay(folder: Path) -> Iterator[Relay]:
    """Start a relay on a free port; it wants STARTTLS and this user's password."""
    authority, certificate, key = make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    relay = Relay(
        host="127.0.0.1", port=0, user="office", password="made-up-pw", authority=authority
    )

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
        credentials = (data.login.decode(), data.password.decode())
        return AuthResult(success=credentials == (relay.user, relay.password), handled=False)

    controller = _FreePortController(
        _Handler(relay),
        hostname=relay.host,
        port=0,
        tls_context=context,
        require_starttls=True,
        authenticator=authenticate,
        auth_required=True,
    )
    controller.start()
    relay.port = controller.port
    try:
        yield relay
    finally:
        controller.stop()


class _FreePortController(Controller):
    """Port 0: the system chooses, and `port` then tells which."""

    def __init__(self, handler: _Handler, **options: Any) -> None:
        super().__init__(handler, **options)
        self._sessions: list[SMTP] = []

    def factory(self) -> SMTP:
        self._sessions.append(super().factory())
        return self._sessions[-1]

    def stop(self, no_assert: bool = False) -> None:
        """End sessions that are still open too, whose sockets nobody would close."""
        asyncio.run_coroutine_threadsafe(self._end_sessions(), self.loop).result(10)
        super().stop(no_assert)

    async def _end_sessions(self) -> None:
        for session in self._sessions:
            # Of a connection under TLS the one beneath: Python 3.11.2 cannot abort one of TLS that is closed.
            transport = session._original_transport or session.transport
            if transport is not None:
                transport.abort()
        await asyncio.sleep(0.01)  # the loop closes their sockets

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
