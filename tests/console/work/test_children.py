"""The processes that a served console starts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from console.work.children import Children
from tests.waiting import wait_until


class _BriefChildren(Children):
    """Its processes end at once."""

    def __init__(self, logs: Path) -> None:
        super().__init__(logs)
        self.started: list[subprocess.Popen[bytes]] = []

    def _start_command(self, _arguments: Sequence[str], _output: Path) -> subprocess.Popen[bytes]:
        self.started.append(subprocess.Popen(["true"], start_new_session=True))
        return self.started[-1]


def test_a_process_that_ended_leaves_the_table_of_processes_when_another_starts(
    tmp_path: Path,
) -> None:
    children = _BriefChildren(tmp_path)
    assert children.start("first", ())
    first = children.started[0]
    asked = os.WEXITED | os.WNOWAIT | os.WNOHANG
    wait_until(lambda: os.waitid(os.P_PID, first.pid, asked) is not None, 20)
    assert first.returncode is None
    assert children.start("second", ())
    assert first.returncode == 0
    children.stop()
