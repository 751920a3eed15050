"""The processes that a served console starts: crawls and workers, each ended with it."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from console.logs import FOR_PAGES, OWN_FILE, turn_over
from storage.base.message import Language
from storage.base.settings import Settings

log = logging.getLogger(__name__)

STOP_SECONDS = 20.0
"""How long a crawl may take to end its pages under way before it is killed; it resumes later."""


class Children:
    """Processes of ours by name; one of a name at a time."""

    def __init__(self, logs: Path, *, patience: float = STOP_SECONDS) -> None:
        """`patience` is in seconds: how long the processes may take to end when they are asked to."""
        self._logs = logs
        self._patience = patience
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    def start(self, name: str, arguments: Sequence[str]) -> bool:
        """Start `hubiao ARGUMENTS` in a session of its own; False while one of this name runs."""
        with self._lock:
            # All are asked: one that ended stays in the table of processes until then.
            running = {name for name, child in self._running.items() if child.poll() is None}
            if name in running:
                return False
            output = self._logs / f"{_file_name(name)}.log"
            self._running[name] = self._start_command(arguments, output)
            return True

    def _start_command(self, arguments: Sequence[str], output: Path) -> subprocess.Popen[bytes]:
        """Start `hubiao ARGUMENTS`, its lines appended to a log file; a full one is turned over first."""
        with contextlib.suppress(OSError):
            turn_over(output)
        with output.open("ab") as file:
            return subprocess.Popen(
                [sys.executable, "-m", "console", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
                env=command_environment() | {OWN_FILE: str(output.resolve())},
            )

    def ended(self, name: str) -> int | None:
        """Exit code of a process that ended; None while it runs or when it never did."""
        with self._lock:
            process = self._running.get(name)
        return process.poll() if process else None

    def alive(self, name: str) -> bool:
        """Whether a process of this name runs."""
        with self._lock:
            process = self._running.get(name)
        return process is not None and process.poll() is None

    def end(self, name: str) -> bool:
        """Ask one process to end; False when none of this name runs."""
        with self._lock:
            process = self._running.get(name)
        if process is None or process.poll() is not None:
            return False
        _signal_group(process, signal.SIGTERM)
        return True

    def stop(self) -> None:
        """End all of them: asked first, killed with their own children when they do not listen."""
        with self._lock:
            running = [child for child in self._running.values() if child.poll() is None]
        for child in running:
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + self._patience
        for child in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
        for child in running:
            if child.poll() is None:
                log.warning("process %s did not stop and is killed", child.pid)
            _signal_group(child, signal.SIGKILL)
            child.wait()


def log_files(settings: Settings) -> list[Path]:
    """The logs of all processes that were started, the newest first."""
    written: dict[Path, float] = {}
    for path in (settings.home / "logs").glob("*.log"):
        with contextlib.suppress(OSError):  # its writer may turn it over meanwhile
            written[path] = path.stat().st_mtime
    return sorted(written, key=written.__getitem__, reverse=True)


def read_log(settings: Settings, name: str, lines: int = 30) -> list[str]:
    """The last lines that processes of this name wrote; none before the first."""
    path = settings.home / "logs" / f"{_file_name(name)}.log"
    if not path.is_file():
        return []
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 20_000))
        return file.read().decode("utf-8", "replace").splitlines()[-lines:]


def command_environment() -> dict[str, str]:
    """The environment of commands whose lines pages show."""
    return {"HUBIAO_LANG": Language.CHINESE, **os.environ, FOR_PAGES: "1"}


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _file_name(name: str) -> str:
    plain = "".join(letter if letter.isalnum() else "-" for letter in name)
    return plain[:80] or "child"
