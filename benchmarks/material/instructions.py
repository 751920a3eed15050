"""What SQLite does for an act, in its own instructions: no other program on the machine changes that figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from storage.base.database import Database

_BETWEEN_NOTES = 100
"""Instructions between two notes: fewer would cost more than a large statement itself."""


class Instructions:
    """Counts those of every statement on a database, by whatever thread; nothing on PostgreSQL."""

    def __init__(self, database: Database, between_notes: int = _BETWEEN_NOTES) -> None:
        self._engine = database.engine
        self._between_notes = between_notes
        self.is_counted = database.is_sqlite
        self._number = 0

    def spent_in(self, act: Callable[[], Any]) -> int:
        """Instructions (https://www.sqlite.org/c3ref/progress_handler.html) that an act takes."""
        self._number = 0
        noted: set[Any] = set()

        def begin(connection: sa.Connection, *_: Any) -> None:
            driver = connection.connection.driver_connection
            noted.add(driver)
            driver.set_progress_handler(self._note, self._between_notes)  # type: ignore[union-attr]

        event.listen(self._engine, "before_cursor_execute", begin)
        try:
            act()
        finally:
            event.remove(self._engine, "before_cursor_execute", begin)
            for driver in noted:
                driver.set_progress_handler(None, 0)
        return self._number

    def _note(self) -> int:
        self._number += self._between_notes
        return 0
