"""Who works on a data folder (使用中): an upgrade and a restore have it to themselves.

serve, worker and crawl hold a shared lock of the kernel for as long as they live; whoever dies gives it back.
On PostgreSQL programs of other machines are seen by their connections.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import Refused
from storage.base.settings import Settings

USE_FILE = "in-use.lock"
"""File in the data folder that carries the locks; no backup holds it."""


@contextmanager
def in_use(settings: Settings) -> Iterator[None]:
    """Work on the data folder beside others. Raises Refused while somebody has it alone."""
    with _locked(settings, fcntl.LOCK_SH) as ours:
        if not ours:
            raise Refused("office.held", folder=settings.home.resolve())
        yield


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Have the data folder alone. Raises Refused while serve, worker or a crawl works on it."""
    with _locked(settings, fcntl.LOCK_EX) as ours:
        if not ours:
            raise Refused("office.in-use", folder=settings.home.resolve())
        yield


def refuse_connections(database: Database) -> None:
    """Raises Refused where other programs are connected to this PostgreSQL database."""
    if database.is_sqlite:
        return
    count_connections = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with database.engine.connect() as connection:
        count = connection.scalar(count_connections)
    if count:
        url = database.engine.url.render_as_string(hide_password=True)
        raise Refused("office.connected", url=url, count=count)


@contextmanager
def _locked(settings: Settings, kind: int) -> Iterator[bool]:
    path = settings.folder(".") / USE_FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
