"""Work that takes over a second shows a line on a terminal, and nothing elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from tests.console.command import ROOT

PROGRAM = """
import time
from console.options.progress import progress
with progress("command.assessing"):
    time.sleep({seconds})
"""


def run_at(stderr: int, seconds: float) -> None:
    subprocess.run(
        [sys.executable, "-c", PROGRAM.format(seconds=seconds)],
        stderr=stderr,
        env=os.environ | {"PYTHONPATH": str(ROOT), "HUBIAO_LANG": "en"},
        timeout=60,
        check=True,
    )


def test_long_work_shows_what_it_does_and_takes_the_line_away_at_the_end() -> None:
    master, terminal = pty.openpty()
    run_at(terminal, 1.6)
    os.close(terminal)
    text = os.read(master, 10_000).decode()
    os.close(master)
    assert "assessing 0:01" in text
    assert text.endswith("\r\x1b[K")


def test_without_a_terminal_nothing_is_written() -> None:
    reader, writer = os.pipe()
    run_at(writer, 1.6)
    os.close(writer)
    assert os.read(reader, 100) == b""
    os.close(reader)
