"""Which process holds a piece of work, and whether it still lives.

A holder is named `machine:pid:start`, so that a number used again by another process, or by
another boot of the machine, is not taken for it.
"""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

SILENT_AFTER = timedelta(seconds=90)
"""A process on another machine cannot be looked at; this long without a sign it counts as dead. Chosen
by hand: runs and mails give a sign every few seconds."""


def this_process() -> str:
    """machine:pid:start of the process that asks."""
    pid = os.getpid()
    return f"{_machine()}:{pid}:{_started(pid)}"


def is_alive(
    owner: str | None, seen_at: datetime | None, at: datetime, silent: timedelta = SILENT_AFTER
) -> bool:
    """Whether the process named `owner`, last heard of at `seen_at`, still works at `at`."""
    if not owner:
        return False
    machine, pid, started = owner.rsplit(":", 2)
    if machine == _machine():
        return _started(int(pid)) == started
    return seen_at is not None and at - seen_at < silent


def _machine() -> str:
    """Name and boot of this machine: process numbers mean nothing after a restart."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()[:8]
    except OSError:
        boot = "-"
    return f"{socket.gethostname()[:60]}/{boot}"


def _started(pid: int) -> str | None:
    """When a process started, in ticks since boot; None when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]
