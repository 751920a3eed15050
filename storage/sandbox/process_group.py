"""A program run with all that it starts, and ended with all of it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress


def run_group(
    command: Sequence[str], *, seconds: float, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """As subprocess.run; when time is up, the program and its children are killed, too."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(environment),
        start_new_session=True,
    ) as process:
        try:
            output, errors = process.communicate(timeout=seconds)
        except BaseException:
            _kill(process.pid)
            process.kill()
            raise
        _kill(process.pid)
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def _kill(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
