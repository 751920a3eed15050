"""Databases as `hubiao init` leaves them, copied from a template: migrating anew costs each test."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.config import Config
from sqlalchemy import event

from storage.base import database as database_module
from storage.base.database import Database, open_as_it_is, open_database
from storage.base.schema.upgrade import foreign_keys_off
from storage.base.settings import Settings

_upgrade = database_module._upgrade
"""What makes or migrates the tables, before `begin_as_template` puts a copy in their place."""


@cache
def sqlite_template() -> Path:
    """The file of a migrated, empty SQLite database, made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="hubiao-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = Settings(home=folder)
    database = open_as_it_is(settings)
    _upgrade(database)
    database.close()
    return Path(str(sa.make_url(settings.database).database))


def migrated_file(path: Path) -> Path:
    """Put a migrated, empty SQLite database there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(sqlite_template(), path))


def migrated_database(settings: Settings) -> Database:
    """Open the settings' database; an SQLite file that is missing begins as the template."""
    url = sa.make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        migrated_file(Path(str(url.database)))
    return open_database(settings, migrate=True)


@contextmanager
def between_revisions(database: Database) -> Iterator[tuple[sa.Connection, Config]]:
    """A connection on which Alembic's commands go back and forth, in one transaction, as the product migrates."""
    with (
        database._writer.connect() as connection,
        foreign_keys_off(connection),
        connection.begin(),
    ):
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "storage:migrations")
        yield connection, config


def begin_as_template() -> None:
    """An SQLite file that this process finds empty becomes a copy of the template: many tests begin with
    an empty folder."""

    def upgrade(database: Database) -> None:
        if not database.is_sqlite or sa.inspect(database.engine).get_table_names():
            _upgrade(database)
            return
        with (
            closing(sqlite3.connect(sqlite_template())) as template,
            database._writer.connect() as connection,
        ):
            template.backup(connection.connection.driver_connection)  # type: ignore[arg-type]

    database_module._upgrade = upgrade


def spare_the_disk() -> None:
    """SQLite in this process waits for the disk at no commit, from a connection's first use on.

    As with the tests' PostgreSQL: only a power cut shows the difference, and each of the run's
    many thousand commits waits some milliseconds. Processes that tests start wait as users' do.
    """
    event.listen(sa.Pool, "checkout", _spare_the_disk)


def _spare_the_disk(connection: Any, record: Any, _proxy: Any) -> None:
    if "spares_the_disk" in record.info or not hasattr(connection, "total_changes"):
        return
    record.info["spares_the_disk"] = True
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    assert synchronous == FULL, "the product's SQLite no longer waits for the disk"
    connection.execute("PRAGMA synchronous = OFF")


FULL = 2
"""PRAGMA synchronous: every commit waits until it is on the disk."""
