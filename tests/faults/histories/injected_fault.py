"""A fault that strikes a child process at a numbered moment, so that a seed replays it exactly."""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event

from tests.servers.processes import children_of


class FaultKind(StrEnum):
    """What strikes."""

    NONE = "none"
    KILL = "kill"
    """SIGKILL right before a statement, a commit, a file opened, renamed or removed, a connection."""
    FULL = "full"
    """No file grows beyond a limit any more, as on a full disk (RLIMIT_FSIZE: EFBIG for ENOSPC)."""
    GONE = "gone"
    """PostgreSQL ends every connection of the database, as a server does that is restarted."""
    BROWSER = "browser"
    """SIGKILL to Chromium, to the process of one of its pages or to its driver, as when memory runs out."""


class Victim(StrEnum):
    """Which process of a browser dies; told apart by its command line."""

    CHROMIUM = "chromium"
    PAGE = "page"
    DRIVER = "driver"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault of one step."""

    kind: FaultKind
    at: int = 0
    """KILL, GONE: the how manieth moment. FULL: the most bytes of a file. BROWSER: the how manieth
    message of the driver."""
    database: str = ""
    """GONE: the database's address."""
    victim: Victim | None = None
    """BROWSER: who dies."""

    def __str__(self) -> str:
        if self.kind is FaultKind.NONE:
            return self.kind
        return f"{self.victim or self.kind}@{self.at}"


NO_FAULT = Fault(kind=FaultKind.NONE)
MOST_MOMENTS = 400
"""Moments of the longest step, a letter's approval; measured with a counter."""
MOST_MESSAGES = 600
"""Messages of the driver while it visits two pages; measured with a counter."""
FULL_FROM, FULL_TO = 2_000, 800_000
"""Bytes: from less than one page of the database to more than the whole of it."""
_WATCHED = frozenset({"os.rename", "os.remove", "os.mkdir", "os.link", "socket.connect"})


def draw_fault(dice: random.Random, server: str | None = None) -> Fault:
    """Half of the steps go well; early moments come more often, since short steps have no late ones.

    Only a database on a `server` may be gone.
    """
    weights = [5, 4, 1, 3 if server else 0, 0]
    kind = dice.choices(list(FaultKind), weights=weights)[0]
    if kind in (FaultKind.KILL, FaultKind.GONE):
        return Fault(kind=kind, at=round(MOST_MOMENTS ** dice.random()), database=server or "")
    if kind is FaultKind.FULL:
        return Fault(kind=kind, at=round(FULL_FROM * (FULL_TO / FULL_FROM) ** dice.random()))
    return NO_FAULT


def draw_browser_fault(dice: random.Random) -> Fault:
    """For a step with a browser: it dies, or the whole process does, or all goes well.

    The disk is never full here: Chromium would keep to the limit, too.
    """
    kind = dice.choices((FaultKind.NONE, FaultKind.KILL, FaultKind.BROWSER), weights=(2, 1, 6))[0]
    if kind is FaultKind.BROWSER:
        at = dice.randint(1, MOST_MESSAGES)
        return Fault(kind=kind, at=at, victim=dice.choice(list(Victim)))
    if kind is FaultKind.KILL:
        return Fault(kind=kind, at=round(MOST_MOMENTS ** dice.random()))
    return NO_FAULT


def arm(fault: Fault) -> None:
    """Let the fault strike this process, which must be a child of its own."""
    if fault.kind is FaultKind.FULL:
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.at, hard))
    elif fault.kind is FaultKind.KILL:
        _Striker(fault.at, lambda: os.kill(os.getpid(), signal.SIGKILL)).listen()
    elif fault.kind is FaultKind.GONE:
        _Striker(fault.at, lambda: _end_connections(fault.database)).listen()
    elif fault.kind is FaultKind.BROWSER and fault.victim is not None:
        victim = fault.victim
        _Striker(fault.at, lambda: _kill_part_of_browser(victim)).listen_to_driver()


def _end_connections(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _kill_part_of_browser(victim: Victim) -> None:
    below = children_of(os.getpid())
    for pid in below:
        below += children_of(pid)
        with suppress(OSError):  # ended meanwhile
            if _part_of_browser(pid) is victim:
                os.kill(pid, signal.SIGKILL)


def _part_of_browser(pid: int) -> Victim | None:
    command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    if "playwright/driver" in command:
        return Victim.DRIVER
    if "--type=renderer" in command:
        return Victim.PAGE
    return (
        Victim.CHROMIUM if "--remote-debugging-" in command and "--type=" not in command else None
    )


class _Striker:
    """Counts moments and strikes at one of them."""

    def __init__(self, at: int, strike: Callable[[], None]) -> None:
        self.remaining = at
        self._strike = strike

    def listen(self) -> None:
        event.listen(sa.Engine, "before_cursor_execute", self._count)
        event.listen(sa.Engine, "commit", self._count)
        sys.addaudithook(self._audit)

    def listen_to_driver(self) -> None:
        """Count what Playwright's driver says instead."""
        from playwright._impl.connection import Connection

        dispatch = Connection.dispatch

        def count(connection: Connection, message: Any) -> None:
            self._count()
            dispatch(connection, message)

        Connection.dispatch = count  # type: ignore[method-assign]

    def _audit(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name in _WATCHED or (name == "open" and _writes(arguments)):
            self._count()

    def _count(self, *_arguments: object) -> None:
        self.remaining -= 1
        if self.remaining == 0:
            self._strike()


def _writes(arguments: tuple[Any, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
