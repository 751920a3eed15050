"""A watch over the run's own process (看门狗): a page that stops it is blamed, and the run goes on.

Reading happens between two turns of the event loop. When that takes longer than it ever should,
the process ends itself, even with the interpreter held by foreign code; which page it was stands
in a small file that survives any death, so that the next process counts it against that page.
"""

from __future__ import annotations

import asyncio
import faulthandler
import mmap
import os
import struct
from pathlib import Path

from storage.base.database import Database
from storage.base.message import Message
from storage.crawls import frontier

STUCK_SECONDS = 90.0
"""Seconds that no page takes to read; the slowest hostile one of tests/faults takes two."""
_STDERR = 2
"""The file descriptor of standard error (POSIX)."""
_RECORD = struct.Struct("<q")


class Watchdog:
    """Knows which page is being read."""

    def __init__(self, folder: Path, run_id: int) -> None:
        self._path = folder / f"run-{run_id}.page"
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        os.posix_fallocate(descriptor, 0, _RECORD.size)  # a page without room is a SIGBUS later
        self._page = mmap.mmap(descriptor, _RECORD.size)
        os.close(descriptor)
        self._next: asyncio.TimerHandle | None = None

    def blame(self, database: Database) -> None:
        """Count a failure for the page on which an earlier process of this run died."""
        (page_id,) = _RECORD.unpack(self._page[:])
        if page_id:
            with database.begin() as session:
                frontier.blame_page(session, page_id, Message("visit.process-died"))
            self.finished_reading()

    def watch(self) -> None:
        """Begin; while the event loop turns, the end is put off again and again."""
        faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True, file=_STDERR)
        loop = asyncio.get_running_loop()
        self._next = loop.call_later(STUCK_SECONDS / 4, self.watch)

    def reading(self, page_id: int) -> None:
        self._page[:] = _RECORD.pack(page_id)

    def finished_reading(self) -> None:
        self._page[:] = _RECORD.pack(0)

    def close(self) -> None:
        """The run's process ends in order."""
        if self._next is not None:
            self._next.cancel()
        faulthandler.cancel_dump_traceback_later()
        self._page.close()
        self._path.unlink(missing_ok=True)
