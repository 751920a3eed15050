"""操作留痕外送: the audit sent entry by entry to a log server over TCP or TLS; off until an address is set.

Each message is preceded by its length (RFC 6587 §3.4.1, RFC 5425 §4.3.1). What was sent last stands in the
database, so nothing is left out while the server is away; an entry may arrive twice where a sending broke off.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.audit.syslog_lines import syslog_line
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.net.deadline import Deadline
from storage.net.domain_names import dns_name
from storage.tables import AuditRow, SecurityPolicyRow
from storage.tables.office.security_policy import policy_row

SECONDS = 20.0
"""For one sending; chosen by hand."""
PATIENCE = 3.0
"""Seconds for the server to close after the last entry; chosen by hand."""
STAGE = "audit out"
"""Who sends takes its turn (`storage.base.stage_locks`): two at once would send every entry twice."""
AT_ONCE = 500
"""Entries of one sending; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class LogServer:
    """Where the audit is sent."""

    host: str
    port: int
    tls: bool


def read_server(address: str) -> LogServer:
    """`tcp://host:port` or `tls://host:port`; 6514 is the port of TLS (RFC 5425 §4.1), 601 of TCP (RFC 3195).
    Raises BadInput."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise BadInput("syslog.address", address=address) from error
    host = dns_name(parts.hostname or "")
    if parts.scheme not in ("tcp", "tls") or parts.path not in ("", "/"):
        raise BadInput("syslog.address", address=address)
    if "@" in parts.netloc or parts.query or parts.fragment or not host:
        raise BadInput("syslog.address", address=address)
    tls = parts.scheme == "tls"
    return LogServer(host=host, port=port or (6514 if tls else 601), tls=tls)


def set_server(session: Session, address: str | None, *, actor: str) -> None:
    """Send the audit there from now on, from its first entry for a server that is new; None ends it.
    Raises BadInput."""
    if address is not None:
        read_server(address)
    row = policy_row(session)
    if row.syslog_address != address:
        row.syslog_address, row.syslog_sent, row.syslog_fault = address, 0, None
    trail.record(
        session, actor=actor, act="policy.syslog", subject="audit:syslog", address=address or ""
    )


def forward_audit(database: Database) -> int:
    """Send what the server has not yet got; gives how many entries. A failure is kept for the page."""
    with database.read() as session:
        policy = session.get(SecurityPolicyRow, 1)
        if policy is None or policy.syslog_address is None:
            return 0
        address, sent = policy.syslog_address, policy.syslog_sent
        rows = session.scalars(
            sa.select(AuditRow).where(AuditRow.id > sent).order_by(AuditRow.id).limit(AT_ONCE)
        ).all()
    if not rows:
        return 0
    fault = None
    try:
        send_lines(read_server(address), [syslog_line(row) for row in rows])
    except (OSError, BadInput) as error:
        fault = str(error)[:300] or type(error).__name__
    with database.begin() as session:
        policy = session.get(SecurityPolicyRow, 1)
        if policy is not None and policy.syslog_address == address:
            policy.syslog_fault = fault
            if not fault:
                policy.syslog_sent = rows[-1].id
    return 0 if fault else len(rows)


def send_lines(server: LogServer, lines: list[bytes]) -> None:
    """Raises OSError, TimeoutError where they could not be sent; a certificate must be one that the system trusts."""
    deadline = Deadline(SECONDS)
    with (
        socket.create_connection((server.host, server.port), timeout=deadline.remaining) as plain,
        deadline.ends(plain),
    ):
        connection = plain
        if server.tls:
            context = ssl.create_default_context()
            connection = context.wrap_socket(plain, server_hostname=server.host)
        for line in lines:
            connection.sendall(b"%d " % len(line) + line)
        connection.shutdown(socket.SHUT_WR)
        _wait_for_close(connection, min(PATIENCE, deadline.remaining))


def _wait_for_close(connection: socket.socket, seconds: float) -> None:
    """What was sent lies in buffers still: a server that read it all closes, one that could not resets the
    connection. One that keeps its side open is believed. Raises OSError."""
    connection.settimeout(seconds)
    with contextlib.suppress(TimeoutError):
        while connection.recv(4096):
            pass
