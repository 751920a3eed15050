"""One act at a moment of the office's clock: under a fault in a child process, without one in this process."""

from __future__ import annotations

import json
import os
import signal
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import time_machine

from storage.base.errors import HubiaoError
from tests.faults.histories.injected_fault import NO_FAULT, Fault, arm

LONGEST = 300
"""Seconds after which an act counts as hung; chosen by hand: ten times the wait for a locked database, since histories
are played in the background of a busy machine."""


class End(StrEnum):
    """How an act ended."""

    FINISHED = "finished"
    REFUSED = "refused"
    """With an error of the catalogue."""
    KILLED = "killed"
    CRASHED = "crashed"
    """With an exception that nobody words, or never."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the parent knows of an act."""

    end: End
    result: Any = None
    """FINISHED: what the act returned. REFUSED: the error in words. CRASHED: the traceback."""


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child at work."""

    pid: int
    pipe: int

    def wait(self) -> Outcome:
        """Its outcome, once it has ended."""
        with os.fdopen(self.pipe, "rb") as stream:
            answer = stream.read()
        _, status = os.waitpid(self.pid, 0)
        if os.WIFSIGNALED(status):
            killed = os.WTERMSIG(status) == signal.SIGKILL
            if killed:
                return Outcome(end=End.KILLED)
            return Outcome(end=End.CRASHED, result=f"signal {os.WTERMSIG(status)}")
        end, result = json.loads(answer)
        return Outcome(end=End(end), result=result)


def start(
    act: Callable[[], Any], *, fault: Fault, moment: datetime, longest: int = LONGEST
) -> Child:
    """Fork a child that does one act. The parent must have no open connection.

    Raises RuntimeError where it has threads: no process with threads may fork.
    """
    if threading.active_count() > 1:
        raise RuntimeError(f"threads remain: {threading.enumerate()}")
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid=pid, pipe=reading)
    try:
        os.close(reading)
        signal.alarm(longest)
        with time_machine.travel(moment, tick=True):
            end, result = _attempt(act, fault)
        os.write(writing, json.dumps([end, result]).encode())
    finally:
        os._exit(0)


def do_here(act: Callable[[], Any], *, moment: datetime, longest: int = LONGEST) -> Outcome:
    """Do one act without a fault in this process, as a worker does that lives on."""
    before, remaining = signal.signal(signal.SIGALRM, _end_hanging), signal.alarm(longest)
    try:
        with time_machine.travel(moment, tick=True):
            end, result = _attempt(act, NO_FAULT)
    finally:
        signal.alarm(remaining)
        signal.signal(signal.SIGALRM, before)
    return Outcome(end=end, result=result)


class _HangsError(BaseException):
    """An act lasts too long; no error that the act itself could take for a relay or a disk that fails."""


def _end_hanging(*_arguments: object) -> None:
    raise _HangsError


def _attempt(act: Callable[[], Any], fault: Fault) -> tuple[End, Any]:
    try:
        arm(fault)
        return End.FINISHED, act()
    except HubiaoError as error:
        return End.REFUSED, str(error)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return End.CRASHED, traceback.format_exc()
