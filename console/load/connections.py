"""Connections of the console: one that waits for its client gives way when there are too many.

A limit on requests alone (uvicorn's `limit_concurrency`) refuses whoever comes last, officers too. Here
the newcomer is let in and the oldest waiting connection of the address that holds most of them is ended:
whoever opens a thousand sockets pushes out only her own.
"""

from __future__ import annotations

import asyncio
import resource
import socket
from collections import Counter
from functools import cache
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10
"""How long the head of a request may take to come; chosen by hand."""
UNREAD_SECONDS = 60
"""After so long without an acknowledgement the kernel ends a connection whose client reads no answer (RFC
5482); chosen by hand."""
MOST_CONNECTIONS = 2_000
"""Open at once; chosen by hand: each takes some 20 kB, and an office has some tens of browsers."""
ACCEPTED_TOGETHER = 8
"""In one round of the loop: between two rounds the requests under way go on, and what was ended gives its file
back. asyncio takes this figure from the length of the queue below and would accept all that wait there; chosen by
hand (`python -m benchmarks.overload`)."""
WAITING_CONNECTIONS = 2_048
"""That the system keeps until they are accepted; uvicorn's own figure."""
SPARE_FILES = 256
"""Files left for the database, evidence and processes; chosen by hand."""


_PART = 16
"""The part of the allowed connections that gives way together, one in so many; chosen by hand."""


@cache
def most_connections() -> int:
    """How many connections may be open: MOST_CONNECTIONS, fewer where the system allows fewer files."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(min(MOST_CONNECTIONS, soft - SPARE_FILES), SPARE_FILES)


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 with an end to each head, and to the number of connections."""

    _head_timer: asyncio.TimerHandle | None = None
    _began = 0.0
    """Moment (clock of the loop, seconds) since when it waits for its client."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        plain = transport.get_extra_info("socket")
        if plain is not None and plain.family in (socket.AF_INET, socket.AF_INET6):
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * UNREAD_SECONDS)
        self._await_head()
        if len(self.connections) > most_connections():
            _make_room(self.connections, self)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.is_under_way:
            self._stop_timer()
        elif self._head_timer is None:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    @property
    def is_under_way(self) -> bool:
        """Whether a request has come whose answer is not complete."""
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def waits_for_client(self) -> bool:
        """Whether nothing goes on here until the client sends or reads more."""
        return (
            not self.is_under_way
            or self.conn.their_state is h11.SEND_BODY
            or self.flow.write_paused
        )

    def _await_head(self) -> None:
        self._began = self.loop.time()
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._end_if_silent)

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _end_if_silent(self) -> None:
        self._head_timer = None
        if not self.is_under_way:
            self.transport.close()


def _make_room(connections: set[Any], newcomer: BoundedProtocol) -> None:
    """End the oldest waiting connections of the address with most of them; without any, the newcomer.

    What is ended leaves the set here: the loop reports a lost connection only after all newcomers that came
    together, and each of them would end another part, in the end the officers' connections.
    """
    waiting = [
        each
        for each in connections
        if each is not newcomer and each.waits_for_client and not each.transport.is_closing()
    ]
    if not waiting:
        _end(newcomer, connections)
        return
    held = Counter(_address(each) for each in waiting)
    most = max(held.values())
    crowded = [each for each in waiting if held[_address(each)] == most]
    oldest = sorted(crowded, key=lambda each: each._began)
    # Up to a part at once: to look through all for each newcomer would take a processor of its own.
    for each in oldest[: max(1, most_connections() // _PART)]:
        _end(each, connections)


def _end(connection: BoundedProtocol, connections: set[Any]) -> None:
    connection.transport.abort()
    connections.discard(connection)


def _address(connection: BoundedProtocol) -> str:
    return connection.client[0] if connection.client else ""
