"""A foreign file read in a process of its own (隔离读取): what it costs is limited, what it breaks is gone."""

from __future__ import annotations

import atexit
import io
import json
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from storage.base import errors
from storage.base.errors import HubiaoError
from storage.base.message import Message
from storage.sandbox.launcher import ROOT, WAITS

_T = TypeVar("_T")
_MOST_ANSWER = 128 * 2**20
"""Bytes of a reader's answer, chosen by hand: the text of the largest file that may be read."""
_GRACE = 10.0
"""Seconds beyond its own that a reader is waited for, chosen by hand: the server may have to start."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Readers at work, chosen by hand: their memory adds up."""
_SAFE_CLASSES = frozenset(
    {
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
    }
)
"""Classes that an answer may hold beside plain values; no call of them does harm."""


class ReaderKilled(Exception):
    """A reader used more memory or time than it has, or its library crashed."""


class ReaderFailed(Exception):
    """A reader raised what no reader of a sound file raises; its text names the exception and where."""


def read_apart(reader: Callable[..., _T], *arguments: object, memory: int, seconds: int) -> _T:
    """What `reader(*arguments)` returns, a function at the top of its module that gives plain values,
    run with `memory` bytes and `seconds` of its own.

    Raises the HubiaoError that it raises, ReaderKilled, ReaderFailed.
    """
    job = {
        "reader": f"{reader.__module__}:{reader.__qualname__}",
        "memory": memory,
        "seconds": seconds,
    }
    with _AT_ONCE:
        ours, theirs = socket.socketpair()
        with ours:
            try:
                with theirs:
                    # A time limit that some library set for all new sockets goes along.
                    theirs.setblocking(True)
                    _SERVER.send(json.dumps(job).encode(), theirs.fileno())
                answer = _exchange(ours, pickle.dumps(arguments), WAITS * seconds + _GRACE)
            except OSError as error:
                raise ReaderKilled from error
    if not answer:
        raise ReaderKilled
    result: _T = _opened(answer)
    return result


def _exchange(channel: socket.socket, request: bytes, seconds: float) -> bytes:
    deadline = time.monotonic() + seconds
    channel.settimeout(seconds)
    with suppress(BrokenPipeError):  # a reader killed at once; its answer is empty
        channel.sendall(request)
        channel.shutdown(socket.SHUT_WR)
    answer = bytearray()
    while True:
        channel.settimeout(max(deadline - time.monotonic(), 0.001))
        piece = channel.recv(2**20)
        if not piece:
            return bytes(answer)
        answer += piece
        if len(answer) > _MOST_ANSWER:
            raise ReaderKilled


class _PlainUnpickler(pickle.Unpickler):
    """Reads plain values: a reader that foreign bytes took over can name no class to be called."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _SAFE_CLASSES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def _opened(answer: bytes) -> Any:
    try:
        kind, *parts = _PlainUnpickler(io.BytesIO(answer)).load()
    except Exception as error:  # a damaged pickle raises whatever it likes
        raise ReaderKilled from error
    if kind == "value":
        return parts[0]
    if kind == "refusal":
        error_class = getattr(errors, str(parts[0]), HubiaoError)
        message = Message.from_json(parts[1])
        raise error_class(message.code, **message.data)
    if parts[0] == "MemoryError":
        raise ReaderKilled
    raise ReaderFailed(f"{parts[0]} ({parts[1]})" if parts[1] else str(parts[0]))


@dataclass
class _Server:
    """The process that forks readers; started at first need, and anew when it is gone."""

    lock: threading.Lock
    owner: int = 0
    control: socket.socket | None = None
    process: subprocess.Popen[bytes] | None = None

    def send(self, request: bytes, place: int) -> None:
        """Have a reader forked that talks through the file descriptor `place`. Raises OSError."""
        with self.lock:
            if self.control is not None and self.owner == os.getpid():
                with suppress(OSError):
                    socket.send_fds(self.control, [request], [place])
                    return
            self.control = self._start()
            socket.send_fds(self.control, [request], [place])

    def _start(self) -> socket.socket:
        self.stop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "storage.sandbox.reader_server"),
                    str(theirs.fileno()),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={
                    "PATH": os.environ.get("PATH", ""),
                    "PYTHONPATH": str(ROOT),
                    "LANG": "C.UTF-8",
                },
                start_new_session=True,
            )
        self.owner = os.getpid()
        return ours

    def stop(self) -> None:
        """End the process of this client."""
        control, process = self.control, self.process
        self.control = self.process = None
        if control is not None:
            control.close()
        if process is not None and self.owner == os.getpid():
            process.kill()
            process.wait()


_SERVER = _Server(threading.Lock())
atexit.register(_SERVER.stop)
