"""The audit as syslog: messages of RFC 5424, sent whole to a log server and again after it was away."""

from __future__ import annotations

import re
import socket
import threading
from pathlib import Path

import pytest

from storage.audit import trail
from storage.audit.syslog_forward import forward_audit, read_server, set_server
from storage.audit.syslog_lines import syslog_line
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.tables import AuditRow, SecurityPolicyRow
from storage.tables.base import now
from tests.databases import migrated_database

MESSAGE = re.compile(
    r"<109>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \S{1,255} hubiao - (\S{1,32}) "
    r'\[hubiao@32473( \w+="(?:[^"\\\]]|\\["\\\]])*")+\] \ufeff(.*)',
    re.DOTALL,
)
"""RFC 5424 §6: HEADER, STRUCTURED-DATA, MSG."""


def _receive(listener: socket.socket, received: list[bytes]) -> None:
    connection, _ = listener.accept()
    with connection:
        while part := connection.recv(65536):
            received.append(part)


def _messages(stream: bytes) -> list[str]:
    """RFC 6587 §3.4.1: each message behind its length."""
    messages = []
    while stream:
        length, _, stream = stream.partition(b" ")
        messages.append(stream[: int(length)].decode())
        stream = stream[int(length) :]
    return messages


def test_what_was_missed_while_the_server_was_away_is_sent_later(tmp_path: Path) -> None:
    database = migrated_database(Settings(home=tmp_path))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        with database.begin() as session:
            set_server(session, f"tcp://127.0.0.1:{port}", actor="计")
            trail.record(session, actor='李"]\\', act="user.close", subject="user:王", why="离职\n")
        assert forward_audit(database) == 0  # nobody listens yet
        with database.read() as session:
            policy = session.get(SecurityPolicyRow, 1)
            assert policy is not None
            assert policy.syslog_fault
        listener.listen()
        received: list[bytes] = []
        server = threading.Thread(target=_receive, args=(listener, received))
        server.start()
        assert forward_audit(database) == 2
        server.join(5)
        assert forward_audit(database) == 0
    first, second = _messages(b"".join(received))
    assert "policy.syslog" in first
    match = MESSAGE.fullmatch(second)
    assert match is not None, second
    assert match[1] == "user.close"
    assert "离职" in match[3]
    database.close()


def test_what_a_server_did_not_read_is_not_counted_as_sent(tmp_path: Path) -> None:
    database = migrated_database(Settings(home=tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with database.begin() as session:
            set_server(session, f"tcp://127.0.0.1:{listener.getsockname()[1]}", actor="计")

        def reset() -> None:
            connection, _ = listener.accept()
            connection.recv(1)  # closed with the rest unread: the system resets the connection
            connection.close()

        server = threading.Thread(target=reset)
        server.start()
        assert forward_audit(database) == 0
        server.join(5)
    with database.read() as session:
        policy = session.get(SecurityPolicyRow, 1)
        assert policy is not None
        assert (policy.syslog_sent, bool(policy.syslog_fault)) == (0, True)
    database.close()


def test_an_entry_with_half_a_character_is_sent_all_the_same() -> None:
    row = AuditRow(
        id=1, at=now(), actor="甲", act="user.close", subject="user:乙", detail={"why": "\ud83d"},
        hash="0" * 64, previous="0" * 64,
    )  # fmt: skip
    assert b'"why": "?"' in syslog_line(row)


def test_an_address_is_a_scheme_a_host_and_a_port() -> None:
    assert read_server("tls://log.example").port == 6514
    assert read_server("tcp://log.example:10514").tls is False
    for address in (
        "udp://log.example:514",
        "log.example:514",
        "tls://",
        "tcp://a:99999",
        "tcp://a/b",
        "tcp://a..b:601",
        "tls://name:secret@log.example",
    ):
        with pytest.raises(BadInput):
            read_server(address)
