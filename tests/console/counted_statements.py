"""How many statements a page asks of the database."""

from __future__ import annotations

import sqlalchemy as sa

from storage.base.database import Database
from tests.console.visitor import Visitor


def statements(database: Database, visitor: Visitor, place: str) -> int:
    """How many statements one page asks of the database."""
    executed: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_arguments: object) -> None:
        executed.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        assert visitor.get(place).status_code == 200
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)
    return len(executed)
