"""A connection on which no request comes is ended, and gives way where there are too many."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.server import ServerState

from console.load import connections
from console.load.connections import ACCEPTED_TOGETHER, BoundedProtocol, most_connections
from console.server import ConsoleServer

HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: x"


@contextmanager
def serving(
    application: Starlette | None = None, protocol: type[BoundedProtocol] = BoundedProtocol
) -> Iterator[Callable[[], socket.socket]]:
    """An application, else one without pages, behind our protocol; gives a function that connects."""
    config = uvicorn.Config(
        application or Starlette(), log_config=None, http=protocol, backlog=ACCEPTED_TOGETHER
    )
    running = ConsoleServer(config, "")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
        thread.start()
        yield lambda: socket.create_connection(listener.getsockname(), 60)
        running.should_exit = True
        thread.join(60)


def ask(connection: socket.socket) -> bytes:
    connection.sendall(HALF_A_HEAD + b"\r\n\r\n")
    return connection.recv(12)


def test_half_a_head_holds_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.0)
    with serving() as connect:
        with connect() as silent:
            silent.sendall(HALF_A_HEAD)
            assert silent.recv(100) == b""
        with connect() as asking:
            assert ask(asking) == b"HTTP/1.1 404"


def test_half_a_second_head_holds_no_connection_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.0)
    with serving() as connect, connect() as silent:
        assert ask(silent) == b"HTTP/1.1 404"
        silent.sendall(HALF_A_HEAD)
        answer = b"more"
        with suppress(ConnectionResetError):
            while answer:
                answer = silent.recv(1000)


def test_the_oldest_of_too_many_silent_connections_gives_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    most_connections.cache_clear()
    monkeypatch.setattr(connections, "most_connections", lambda: 20)
    with serving() as connect:
        silent = [connect() for _ in range(40)]
        for each in silent[20:]:
            each.sendall(HALF_A_HEAD)
        with connect() as officer:
            assert ask(officer) == b"HTTP/1.1 404"
        with suppress(ConnectionResetError):
            assert silent[0].recv(1) == b""
        silent[-1].sendall(b"\r\n\r\n")
        assert silent[-1].recv(12) == b"HTTP/1.1 404"
        for each in silent:
            each.close()


def test_many_that_wait_come_in_a_few_at_a_time_and_none_is_turned_away() -> None:
    """All at once they would hold more files than the ended ones have given back, and stop all that goes on."""
    together: list[int] = []

    class Counted(BoundedProtocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if not together or together[-1] < 0:
                together.append(0)
                self.loop.call_soon(lambda: together.append(-1))
            together[-1] += 1

    busy, go_on = threading.Event(), threading.Event()

    async def hold(_request: Request) -> Response:
        busy.set()
        go_on.wait(60)
        return Response()

    with serving(Starlette(routes=[Route("/", hold)]), Counted) as connect, connect() as first:
        first.sendall(HALF_A_HEAD + b"\r\n\r\n")
        busy.wait(60)
        waiting = [connect() for _ in range(5 * ACCEPTED_TOGETHER)]
        go_on.set()
        waiting[-1].sendall(HALF_A_HEAD + b"\r\n\r\n")
        assert waiting[-1].recv(12) == b"HTTP/1.1 200"
        for each in waiting:
            each.close()
    assert max(together) <= ACCEPTED_TOGETHER


class Line(asyncio.Transport):
    """A connection whose end the protocol learns later, as from the loop."""

    def __init__(self, address: str) -> None:
        super().__init__({"peername": (address, 1), "sockname": ("127.0.0.1", 80)})
        self.is_ended = False

    def abort(self) -> None:
        self.is_ended = True

    def close(self) -> None:
        self.is_ended = True

    def is_closing(self) -> bool:
        return self.is_ended


def test_many_that_come_at_once_push_out_their_own_and_nobody_else_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "most_connections", lambda: 32)
    config = uvicorn.Config(Starlette(), log_config=None, http=BoundedProtocol)
    config.load()

    async def connect() -> list[Line]:
        state = ServerState()
        lines = [Line(address) for address in ["desk"] * 5 + ["flood"] * 67]
        for line in lines:
            BoundedProtocol(config, state, {}).connection_made(line)
        return lines

    lines = asyncio.run(connect())
    assert not any(line.is_ended for line in lines[:5])
    assert sum(not line.is_ended for line in lines) <= 32
