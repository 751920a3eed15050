"""A new SQLite database has at once what all migrations would make of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.base.database import migrate, open_as_it_is
from storage.base.schema.new_tables import make_new_tables, script_of
from storage.base.schema.revision import HEAD
from storage.base.settings import Settings

_MOST_BEHIND = 5
"""Migrations that may run on top of the script: more of them cost every new database time."""


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database that every migration made, one after the other."""
    database = open_as_it_is(Settings(home=tmp_path))
    migrate(database)
    database.close()
    with closing(sqlite3.connect(tmp_path / "hubiao.db")) as connection:
        yield connection


def test_a_new_database_is_what_the_migrations_make(
    migrated: sqlite3.Connection, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    database = open_as_it_is(Settings(home=folder))
    with database._writer.begin() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert make_new_tables(driver)  # type: ignore[arg-type]
    migrate(database)  # what was added since the script was written
    database.close()
    with closing(sqlite3.connect(folder / "hubiao.db")) as new:
        assert _lines(new) == _lines(migrated)


def _lines(connection: sqlite3.Connection) -> list[str]:
    """The lines of a database's script in no order: a migration that copies a table gives its constraints in any."""
    return sorted(line.rstrip(",") for line in script_of(connection).splitlines())


def test_the_script_is_of_a_late_revision() -> None:
    """Where this fails, `python -m storage.base.schema.new_tables` writes it anew."""
    with closing(sqlite3.connect(":memory:")) as connection:
        make_new_tables(connection)
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert int(HEAD) - int(revision) <= _MOST_BEHIND


def test_tables_that_are_there_are_left_to_the_migrations() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR)")
        assert not make_new_tables(connection)
        assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (1,)
