"""Running the migrations by Alembic, on a connection that the caller opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config


def upgrade(connection: sa.Connection) -> None:
    """Bring the tables to the newest revision, in one transaction of a connection that has none."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    with foreign_keys_off(connection), connection.begin():
        # Several processes may come first at once: one migrates, the others find it done.
        if connection.dialect.name != "sqlite":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(874021)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def foreign_keys_off(connection: sa.Connection) -> Iterator[None]:
    """On SQLite a table is changed by copying it, and dropping the old one must not delete rows that refer to it
    (https://www.sqlite.org/lang_altertable.html, §7). Works outside a transaction only."""
    driver: Any = connection.connection.driver_connection
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys = ON")
