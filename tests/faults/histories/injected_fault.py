"""A fault that strikes a child process at a numbered moment, so that a seed replays it exactly."""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event


class FaultKind(StrEnum):
    """What strikes."""

    NONE = "none"
    KILL = "kill"
    """SIGKILL right before a statement, a commit, a file opened, renamed or removed, a connection."""
    FULL = "full"
    """No file grows beyond a limit any more, as on a full disk (RLIMIT_FSIZE: EFBIG for ENOSPC)."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault of one step."""

    kind: FaultKind
    at: int = 0
    """KILL: the how manieth moment. FULL: the most bytes of a file."""

    def __str__(self) -> str:
        return self.kind if self.kind is FaultKind.NONE else f"{self.kind}@{self.at}"


NO_FAULT = Fault(kind=FaultKind.NONE)
MOST_MOMENTS = 400
"""Moments of the longest step, a letter's approval; measured with a counter."""
FULL_FROM, FULL_TO = 2_000, 800_000
"""Bytes: from less than one page of the database to more than the whole of it."""
_WATCHED = frozenset({"os.rename", "os.remove", "os.mkdir", "os.link", "socket.connect"})


def draw_fault(dice: random.Random) -> Fault:
    """Half of the steps go well; early moments come more often, since short steps have no late ones."""
    kind = dice.choices(list(FaultKind), weights=[5, 4, 1])[0]
    if kind is FaultKind.KILL:
        return Fault(kind=kind, at=round(MOST_MOMENTS ** dice.random()))
    if kind is FaultKind.FULL:
        return Fault(kind=kind, at=round(FULL_FROM * (FULL_TO / FULL_FROM) ** dice.random()))
    return NO_FAULT


def arm(fault: Fault) -> None:
    """Let the fault strike this process, which must be a child of its own."""
    if fault.kind is FaultKind.FULL:
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.at, hard))
    elif fault.kind is FaultKind.KILL:
        _Killer(fault.at).listen()


class _Killer:
    """Counts moments and kills its own process at one of them."""

    def __init__(self, at: int) -> None:
        self.remaining = at

    def listen(self) -> None:
        event.listen(sa.Engine, "before_cursor_execute", self._count)
        event.listen(sa.Engine, "commit", self._count)
        sys.addaudithook(self._audit)

    def _audit(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name in _WATCHED or (name == "open" and _writes(arguments)):
            self._count()

    def _count(self, *_arguments: object) -> None:
        self.remaining -= 1
        if self.remaining <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _writes(arguments: tuple[Any, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
