"""`python -m MODULE` in a process of its own, forked from one that has imported the program.

A new interpreter takes two seconds of processor time to import what a crawl needs; a fork takes
none. All else is as with `subprocess`: its own memory, signals, exit code and standard streams.
Where the start itself or the memory is what is tested, tests start an interpreter.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from io import StringIO, TextIOWrapper
from pathlib import Path
from select import select
from threading import RLock, Thread
from typing import IO

ROOT = Path(__file__).resolve().parents[2]


@dataclass(kw_only=True)
class Process:
    """A running or ended process; its methods are those of subprocess.Popen."""

    pid: int
    arguments: Sequence[str]
    stdout: IO[str]
    stderr: IO[str]
    returncode: int | None = None
    """None while it runs; minus the signal's number after a signal."""
    _end: int = field(repr=False)
    """The pipe on which the fork server writes the exit code."""
    _lock: RLock = field(default_factory=RLock, repr=False)
    """Several threads of a served console may ask whether it ended."""

    def poll(self) -> int | None:
        with self._lock:
            if self.returncode is None and select([self._end], [], [], 0)[0]:
                return self.wait()
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code. Raises subprocess.TimeoutExpired."""
        with self._lock:
            if self.returncode is None:
                if not select([self._end], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired(self.arguments, timeout or 0.0)
                self.returncode = int(os.read(self._end, 32))
                os.close(self._end)
            return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """What it printed until its end. Raises subprocess.TimeoutExpired."""
        printed: dict[str, str] = {}
        readers = [
            Thread(target=_read, args=(stream, name, printed), daemon=True)
            for name, stream in (("out", self.stdout), ("err", self.stderr))
        ]
        ends = None if timeout is None else time.monotonic() + timeout
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(None if ends is None else max(0.0, ends - time.monotonic()))
            if reader.is_alive():
                raise subprocess.TimeoutExpired(self.arguments, timeout or 0.0)
        self.wait(None if ends is None else max(0.0, ends - time.monotonic()) + 1)
        return printed["out"], printed["err"]


def _read(stream: IO[str], name: str, printed: dict[str, str]) -> None:
    with stream:
        printed[name] = stream.read()


def start(
    module: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    stdin: str = "",
    is_heard: bool = True,
    output: Path | None = None,
    leads_group: bool = False,
) -> Process:
    """Start `python -m MODULE ARGUMENTS…`; `environment` replaces that of the tests.

    `stdin` must fit into a pipe (64 kB), and so must what is printed until somebody reads it;
    what a process prints that is not heard is lost, or appended to `output`.
    """
    inputs, ends = os.pipe(), os.pipe()
    outputs, errors = (_pipe() if is_heard else _unheard(output) for _ in range(2))
    os.write(inputs[1], stdin.encode())
    os.close(inputs[1])
    order = {
        "module": module,
        "arguments": arguments,
        "environment": dict(os.environ if environment is None else environment),
        "folder": str(folder),
        "leads_group": leads_group,
    }
    files = [inputs[0], outputs[1], errors[1], ends[1]]
    socket.send_fds(_fork_server(), [json.dumps(order).encode()], files)
    for file in files:
        os.close(file)
    return Process(
        pid=_read_number(ends[0]), arguments=(module, *arguments), stdout=outputs[0],
        stderr=errors[0], _end=ends[0],
    )  # fmt: skip


def children_of(pid: int) -> list[int]:
    """Processes that any thread of this one started; none where it is gone."""
    with suppress(OSError):
        listed = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
        return [int(child) for children in listed for child in children]
    return []


def state_of(pid: int) -> str:
    """The letter of a process's state, and X where it is gone (proc_pid_stat(5))."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"


def browser_drivers() -> list[int]:
    """Playwright's own processes that this one started; its browsers end with them."""
    return [
        pid
        for pid in children_of(os.getpid())
        if b"playwright/driver" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def _pipe() -> tuple[IO[str], int]:
    """What is written into the second is read from the first."""
    reading, writing = os.pipe()
    return TextIOWrapper(os.fdopen(reading, "rb"), encoding="utf-8", errors="replace"), writing


def _unheard(output: Path | None) -> tuple[IO[str], int]:
    """Nothing to read: what is written goes to the end of a file, or nowhere."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    return StringIO(), os.open(output or os.devnull, flags, 0o644)


def _read_number(pipe: int) -> int:
    """The first line, one byte after the other, since the end may follow at once."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(pipe, 1)
        assert byte, "the fork server ended; its error is above"
        line += byte
    return int(line)


def run(
    module: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    stdin: str = "",
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run `python -m MODULE ARGUMENTS…` to its end. Raises subprocess.TimeoutExpired."""
    process = start(module, *arguments, environment=environment, folder=folder, stdin=stdin)
    try:
        out, err = process.communicate(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return subprocess.CompletedProcess(arguments, process.wait(), out, err)


@cache
def _fork_server() -> socket.socket:
    """Started once for each process of the test run, when a test first asks for it."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.servers.fork_server", str(there.fileno())],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, pass_fds=[there.fileno()],
    )  # fmt: skip
    there.close()

    def end() -> None:
        here.close()
        server.wait(60)

    atexit.register(end)
    return here
