"""How much SQLite does for an act: its instructions, which no other program on the machine changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from storage.base.database import Database

_BETWEEN_NOTES = 20
"""Instructions between two notes."""


def sqlite_steps(database: Database, act: Callable[[Session], object]) -> int:
    """Instructions (https://www.sqlite.org/c3ref/progress_handler.html) that SQLite runs for an act that reads."""
    counted = [0]

    def note() -> int:
        counted[0] += _BETWEEN_NOTES
        return 0

    def begin(connection: sa.Connection, *_: Any) -> None:
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(note, _BETWEEN_NOTES)

    event.listen(database.engine, "before_cursor_execute", begin)
    with database.read() as session:
        act(session)
        driver: Any = session.connection().connection.driver_connection
        driver.set_progress_handler(None, 0)
    event.remove(database.engine, "before_cursor_execute", begin)
    return counted[0]
