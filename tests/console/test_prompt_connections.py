"""A connection on which no request comes is ended, and one that asks is answered."""

from __future__ import annotations

import logging
import socket
import threading
import time

import pytest
import uvicorn
from starlette.applications import Starlette

from console import server
from console.server import _OnceAMinute, _PromptProtocol


def test_half_a_head_holds_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.3)
    config = uvicorn.Config(Starlette(), port=0, log_config=None, http=_PromptProtocol)
    running = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
        thread.start()
        with socket.create_connection(listener.getsockname(), 5) as silent:
            silent.sendall(b"GET / HTTP/1.1\r\nHost: x")
            begun = time.monotonic()
            assert silent.recv(100) == b""
            assert time.monotonic() - begun < 5
        with socket.create_connection(listener.getsockname(), 5) as asking:
            asking.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert asking.recv(12) == b"HTTP/1.1 404"
        running.should_exit = True
        thread.join(10)


def test_a_line_is_logged_once_a_minute() -> None:
    record = logging.LogRecord(
        "asyncio", logging.ERROR, "", 1, "socket.accept() failed", None, None
    )
    other_record = logging.LogRecord("asyncio", logging.ERROR, "", 1, "another", None, None)
    once = _OnceAMinute()
    assert [once.filter(each) for each in (record, record, other_record)] == [True, False, True]
