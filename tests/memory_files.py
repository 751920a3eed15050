"""Temporary files of the tests in memory, where there is room: on a disk they take a third of the processor's time.

A PostgreSQL database is a thousand small files and an SQLite file is written at each commit: on ext4
each costs system time although nothing waits for the disk. What a power cut takes is not tested.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")
"""A file system in memory on each Linux (shm_overview(7))."""
_PREFIX = "hubiao-pytest-"
_LEAST_FREE = 2 << 30
"""Bytes that must be free in it; a whole run of two workers holds at most a fifth of this at once."""
_LEAST_AVAILABLE = 7 << 30
"""Bytes of memory that must be available: those, and 1.5 GiB for each of three workers."""


def keep_files_in_memory(config: pytest.Config) -> None:
    """Let this process and those that it starts make their temporary files in memory.

    A folder that is named (TMPDIR, --basetemp) stays in use; so does the disk where programs may not
    run from memory, as in most containers, or where memory is scarce. The folders of failed tests
    stay, as many as pytest keeps.
    """
    if "TMPDIR" in os.environ or config.getoption("basetemp") or not _has_room():
        return
    folder = fresh_folder(_MEMORY)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)  # the tests' PostgreSQL runs as another user
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def fresh_folder(parent: Path) -> Path:
    """A folder that is locked as long as this process lives; those that killed processes left are removed."""
    turn = os.open(parent, os.O_RDONLY)
    fcntl.flock(turn, fcntl.LOCK_EX)  # nobody looks for folders between making one and locking it
    for left in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            lock = _lock(left)
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    _lock(folder)
    os.close(turn)
    return folder


def _lock(folder: Path) -> int:
    """The descriptor that holds a folder's lock. Raises BlockingIOError where another process has it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


def _has_room() -> bool:
    try:
        folder = os.statvfs(_MEMORY)
    except OSError:
        return False
    runs_programs = not folder.f_flag & os.ST_NOEXEC
    return (
        runs_programs
        and os.access(_MEMORY, os.W_OK)
        and folder.f_bavail * folder.f_frsize >= _LEAST_FREE
        and _available_memory() >= _LEAST_AVAILABLE
    )


def _available_memory() -> int:
    """Bytes that processes can have without swapping (proc_meminfo(5))."""
    lines = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    return int(lines["MemAvailable"].split()[0]) << 10
