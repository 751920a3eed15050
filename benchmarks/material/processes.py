"""Processes of this machine as /proc shows them (proc(5)): what runs below one, its processor time, memory and
open files."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from tests.servers.processes import children_of

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def processes_below(pid: int) -> list[int]:
    """Children of any thread of a process, and theirs."""
    below = children_of(pid)
    for child in below:
        below += children_of(child)
    return below


def parent_of(pid: int) -> int:
    """Raises OSError where the process is gone."""
    return int(_stat(pid)[1])


def processor_seconds(pid: int, *, with_ended: bool = False) -> float:
    """Processor time, that of ended children included `with_ended`. Raises OSError where the process is gone."""
    return sum(map(int, _stat(pid)[11 : 15 if with_ended else 13])) / _TICKS_A_SECOND


def share_of_memory(pid: int) -> float:
    """MB as PSS: shared pages are split among who shares them; 0 where the process is gone."""
    with suppress(OSError, IndexError):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(rollup.split("\nPss:")[1].split()[0]) / 1024
    return 0.0


def resident_memory(pid: int) -> float:
    """MB, shared pages included; 0 where the process is gone."""
    return _memory(pid, "VmRSS:")


def anonymous_memory(pid: int) -> float:
    """MB that no file backs; 0 where the process is gone."""
    return _memory(pid, "RssAnon:")


def open_files(pid: int) -> int:
    """How many there are. Raises OSError where the process is gone."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def command_of(pid: int) -> bytes:
    """The program and its arguments, NUL behind each. Raises OSError where the process is gone."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _memory(pid: int, line: str) -> float:
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/status").read_text().split(line)[1].split()[0]) / 1024
    return 0.0


def _stat(pid: int) -> list[str]:
    """The fields behind the name: state, parent, …"""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
