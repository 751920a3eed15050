"""Starts a program that is confined: `python -m storage.sandbox.launcher LIMITS PROGRAM ARGUMENT…`.

A process of its own between, since a confinement holds for good and a server has other threads.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.sandbox.confinement import confine
from storage.sandbox.process_group import run_group

ROOT = Path(__file__).resolve().parents[2]
"""The folder from which this program's packages are imported."""

WAITS = 2
"""Times its processor time that a process may take by the clock; chosen by hand, for a busy machine."""


@dataclass(frozen=True, kw_only=True)
class ProgramLimits:
    """What a program that reads foreign bytes may use."""

    memory: int
    """Bytes of address space."""
    seconds: int
    """Of processor time; by the clock it may take WAITS times as long."""
    file_size: int
    """Bytes of a file that it writes."""


def run_confined(
    command: Sequence[str],
    limits: ProgramLimits,
    *,
    readable: Sequence[Path],
    writable: Sequence[Path],
    sockets: Sequence[Path] = (),
    environment: Mapping[str, str],
) -> subprocess.CompletedProcess[bytes]:
    """Run a program without network and with these paths and the system's alone; in the folders of
    `sockets` it may make local ones.

    Raises subprocess.TimeoutExpired; then nothing of what it started is left running.
    """
    request = {
        "memory": limits.memory,
        "seconds": limits.seconds,
        "file_size": limits.file_size,
        "readable": [str(path) for path in readable],
        "writable": [str(path) for path in writable],
        "sockets": [str(path) for path in sockets],
    }
    launched = [sys.executable, "-P", "-m", "storage.sandbox.launcher", json.dumps(request)]
    return run_group(
        [*launched, *command],
        seconds=WAITS * limits.seconds,
        environment={**environment, "PYTHONPATH": str(ROOT)},
    )


def _launch(request: Mapping[str, object], command: Sequence[str]) -> None:
    def paths(key: str) -> tuple[Path, ...]:
        values = request[key]
        assert isinstance(values, list)
        return tuple(Path(value) for value in values)

    for limit, key in (
        (resource.RLIMIT_AS, "memory"),
        (resource.RLIMIT_CPU, "seconds"),
        (resource.RLIMIT_FSIZE, "file_size"),
    ):
        most = int(str(request[key]))
        resource.setrlimit(limit, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    confine(paths("readable"), paths("writable"), paths("sockets"))
    os.environ.pop("PYTHONPATH", None)
    os.execvp(command[0], list(command))  # noqa: S606  the program is named by the caller


if __name__ == "__main__":
    _launch(json.loads(sys.argv[1]), sys.argv[2:])
