"""One process a run (批次归属): a run belongs to one process, named `machine:pid:start`.

A run whose process lives is refused to a second one; a dead one's is taken over at once, without a
lock to wait for.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.process import is_alive, this_process
from storage.base.vocabulary import RunState
from storage.tables import RunRow
from storage.tables.base import now


def is_owned_elsewhere(row: RunRow, at: datetime) -> bool:
    """Does another process that lives work on this run at the moment `at`?"""
    if row.state is not RunState.RUNNING or row.owner == this_process():
        return False
    return is_alive(row.owner, row.heartbeat_at, at)


def is_under_way(row: RunRow) -> bool:
    """Does a living process work on this run at this moment?"""
    return row.state is RunState.RUNNING and is_alive(row.owner, row.heartbeat_at, now())


def wait_for_twin(session: Session, mark: str) -> None:
    """Two processes that start one command together see one another; SQLite's writers do so anyway.

    Held until the transaction ends.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = int(mark[:15], 16)
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
