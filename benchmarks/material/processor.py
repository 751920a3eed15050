"""Processor time of this process and of the PostgreSQL server that works for it on the same machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from benchmarks.material.processes import parent_of, processes_below, processor_seconds
from storage.base.database import Database


class Processor:
    """Processor time of this process and of PostgreSQL's whole server."""

    def __init__(self, database: Database) -> None:
        self._server: int | None = None
        if not database.is_sqlite:
            with database.engine.connect() as connection:
                backend = connection.scalar(sa.text("SELECT pg_backend_pid()"))
            self._server = parent_of(int(backend))

    def milliseconds(self) -> float:
        server = 0.0
        if self._server is not None:
            server = processor_seconds(self._server, with_ended=True)
            for child in processes_below(self._server):
                with suppress(OSError):
                    server += processor_seconds(child)
        return 1000 * (time.process_time() + server)

    def spent_in(self, act: Callable[[], Any]) -> float:
        """Milliseconds that an act takes."""
        before = self.milliseconds()
        act()
        return self.milliseconds() - before
