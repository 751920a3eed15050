"""Processor time of this process and of the PostgreSQL server that works for it on the same machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage.base.database import Database


class Processor:
    """Processor time of this process and of PostgreSQL's whole server."""

    def __init__(self, database: Database) -> None:
        self._server: int | None = None
        if not database.is_sqlite:
            with database.engine.connect() as connection:
                backend = connection.scalar(sa.text("SELECT pg_backend_pid()"))
            self._server = int(_stat(backend)[1])

    def milliseconds(self) -> float:
        ticks = 0
        if self._server is not None:
            ticks = sum(map(int, _stat(self._server)[11:15]))
            for child in (
                Path(f"/proc/{self._server}/task/{self._server}/children").read_text().split()
            ):
                ticks += sum(map(int, _stat(int(child))[11:13]))
        return 1000 * (time.process_time() + ticks / os.sysconf("SC_CLK_TCK"))

    def spent_in(self, act: Callable[[], Any]) -> float:
        """Milliseconds that an act takes."""
        before = self.milliseconds()
        act()
        return self.milliseconds() - before


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name: state, parent, … (proc(5))."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    except OSError:
        return ["0"] * 20
