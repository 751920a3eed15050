"""Running a program that ends with a line of JSON, and what it cost: time, CPU, memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.material.processes import (
    command_of,
    processes_below,
    resident_memory,
    share_of_memory,
)

ROOT = Path(__file__).parents[1]
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One run of one program."""

    pages: int
    seconds: float
    cpu: float
    """Seconds of the process itself, start and imports included; children that it waited for too."""
    peak: float
    """MB of memory at most."""
    browser: float = 0.0
    """MB that its browser held at most, as PSS: shared pages are split among who shares them."""
    closing: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


def measure(
    command: list[str], environment: Mapping[str, str], watch: Watch | None = None
) -> Measured:
    """Run `python command…` to its closing line of JSON with `pages` and `seconds`."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env={**_compiled_environment(), **environment},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    if watch is not None:
        watch.begin(process.pid)
    lines = process.stdout.read().strip().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if watch is not None:
        watch.end()
    if not lines:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}, no closing line")
    closing = json.loads(lines[-1])
    return Measured(
        pages=closing["pages"],
        seconds=closing["seconds"],
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss / 1024,
        browser=watch.browser if watch is not None else 0.0,
        closing=closing,
    )


def _compiled_environment() -> dict[str, str]:
    """This shell's environment, in which modules are compiled once, as in an installation: else each process
    compiles the product's anew (.25 s), and those of installed packages not."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Watch:
    """Looks at a running program twice a second: its memory, its browser's, and what else is asked."""

    def __init__(self, also: Callable[[float], None] | None = None) -> None:
        self.browser = 0.0
        self._also = also
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, pid: int) -> None:
        self._thread = threading.Thread(target=self._look, args=(pid,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        assert self._thread is not None
        self._thread.join()

    def _look(self, pid: int) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            browser_bytes = sum(share_of_memory(child) for child in _browsers_of(pid))
            self.browser = max(self.browser, browser_bytes)
            if self._also is not None:
                self._also(resident_memory(pid))


def _browsers_of(pid: int) -> Iterable[int]:
    """The Chromium processes below a process."""
    for child in processes_below(pid):
        with suppress(OSError):
            command = command_of(child).split(b"\0")[0]
            if b"chrom" in command or b"headless" in command:
                yield child


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile(values: list[float]) -> float:
    """The 95th."""
    ranked = sorted(values)
    return ranked[max(0, int(len(ranked) * 0.95) - 1)] if len(ranked) > 1 else ranked[0]
