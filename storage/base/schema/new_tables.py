"""The tables of a new SQLite database (新库), as all migrations together leave them.

Fifty migrations one after the other take over a second, `new_tables.sql` 15 ms. After a migration was added,
`python -m storage.base.schema.new_tables` writes that file anew; until then the migration runs on top of it.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

SCRIPT = Path(__file__).with_name("new_tables.sql")


def make_new_tables(connection: sqlite3.Connection) -> bool:
    """Make the tables, within the caller's transaction, in a database that has none; False where it has some."""
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        return False
    for statement in _statements(SCRIPT.read_text("utf-8")):
        connection.execute(statement)
    return True


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger holds semicolons of its own."""
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if line.endswith(";") and sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines.clear()


def script_of(connection: sqlite3.Connection) -> str:
    """What makes the tables of this database and the rows that the migrations put into them."""
    statements = [line for line in connection.iterdump() if line not in _OF_A_DUMP]
    text = "\n".join(statements)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


_OF_A_DUMP = ("BEGIN TRANSACTION;", "COMMIT;")
"""Statements of `iterdump` that are the caller's here."""


def main() -> None:
    """Write the script from what the migrations make of an empty database."""
    from storage.base.database import migrate, open_as_it_is
    from storage.base.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        database = open_as_it_is(Settings(home=Path(folder)))
        migrate(database)
        database.close()
        with closing(sqlite3.connect(Path(folder) / "hubiao.db")) as connection:
            SCRIPT.write_text(script_of(connection), encoding="utf-8")


if __name__ == "__main__":
    main()
