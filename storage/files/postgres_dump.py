"""A dump of a PostgreSQL database by pg_dump, and the line that brings it back."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import sqlalchemy as sa

from storage.base.atomic_file import replacing
from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.message import message_of

_SCHEMAS = ("public", "hubiao_jobs")
"""Ours: the tables, and the queue in which crawls wait (console.work.crawl_queue)."""


def write_dump(database: Database, target: Path) -> None:
    """Dump the database in pg_dump's own format and read the table of contents again.

    The password travels in the environment, never on a command line. Raises StoreUnavailable.
    """
    url = database.engine.url
    environment = dict(os.environ)
    if url.password:
        environment["PGPASSWORD"] = str(url.password)
    try:
        with replacing(target) as partial:
            partial.touch(mode=0o600)
            _run(["pg_dump", "--format=custom", f"--file={partial}", _address(url)], environment)
            _run(["pg_restore", "--list", str(partial)], environment)
    except OSError as error:
        raise StoreUnavailable("file.unwritable", path=target, reason=message_of(error)) from error


def restoring_line(database: Database, dump: Path) -> str:
    """Shell commands that empty the database and fill it from a dump."""
    address = shlex.quote(_address(database.engine.url))
    drops = " ".join(f'-c "DROP SCHEMA IF EXISTS {schema} CASCADE"' for schema in _SCHEMAS)
    return (
        f'psql {address} {drops} -c "CREATE SCHEMA public"'
        f" && pg_restore --no-owner --exit-on-error --dbname={address} {shlex.quote(str(dump))}"
    )


def _address(url: sa.URL) -> str:
    """The URL that libpq reads: without SQLAlchemy's driver and without the password."""
    plain = sa.URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=url.query,
    )
    return plain.render_as_string(hide_password=False)


def _run(command: list[str], environment: dict[str, str]) -> None:
    """Raises StoreUnavailable with what the program wrote."""
    try:
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise StoreUnavailable("backup.no-pg-dump", program=command[0]) from error
    if ended.returncode:
        lines = [line.removeprefix(f"{command[0]}: ") for line in ended.stderr.splitlines()]
        reason = "; ".join(lines[:2]) or f"exit {ended.returncode}"
        raise StoreUnavailable("backup.dump-failed", program=command[0], reason=reason)
