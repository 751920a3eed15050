"""Taking turns: one worker at a time does a stage, however many work on the same office."""

from __future__ import annotations

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.settings import Settings


@contextmanager
def turn(database: Database, settings: Settings, name: str) -> Iterator[bool]:
    """Whether it is ours to do `name` now; held until the end of the block.

    PostgreSQL: an advisory lock of a connection, so a worker that dies gives it back at once, from
    any machine. SQLite lives on one machine: a lock on a file of the data folder, given back by
    the kernel.
    """
    with _postgres(database, name) if not database.is_sqlite else _file(settings, name) as ours:
        yield ours


@contextmanager
def _postgres(database: Database, name: str) -> Iterator[bool]:
    key = {"key": 874_100_000 + zlib.crc32(name.encode()) % 100_000}
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        ours = bool(connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), key))
        try:
            yield ours
        finally:
            if ours:
                connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), key)


@contextmanager
def _file(settings: Settings, name: str) -> Iterator[bool]:
    path = settings.folder("locks") / f"{name.replace(' ', '-')}.lock"
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
