"""An office with many listings to measure in, made from a seed."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks.material.office_rows import fill
from classifiers.scoring.assess import basis_of, office_scorer
from storage.base.database import Database, open_database
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.tables import ListingVersionRow
from tests.servers.postgres import fresh_database, running_postgres

LARGE, LARGE_NEEDS = 10_000_000, 30 * 10**9
"""From so many listings on nothing begins with less free room (bytes) than an office of them takes."""
LEADS_SHARE = 10
"""One listing in so many is a lead."""


def refuse_without_room(size: int, folder: Path) -> None:
    """Raises SystemExit where a large office would fill the disk."""
    if size >= LARGE and shutil.disk_usage(folder).free < LARGE_NEEDS:
        sys.exit(f"{size:,} listings need {LARGE_NEEDS // 10**9} GB of free disk in {folder}")


@contextmanager
def large_office(
    size: int, home: Path, *, postgres: bool, files: str | None
) -> Iterator[tuple[Settings, Database]]:
    """An office of its own with so many listings, thrown away afterwards.

    With `files` a filled SQLite file is put there, and taken from there the next time.
    """
    home.mkdir()
    with ExitStack() as stack:
        settings = Settings(home=home)
        if postgres:
            server = stack.enter_context(running_postgres())
            settings = Settings(
                home=home,
                database_url=stack.enter_context(fresh_database(server, f"scale_{size}")),
            )
        elif files and _file(files, size).exists():
            shutil.copyfile(_file(files, size), home / "hubiao.db")
        database = open_database(settings, migrate=True)
        started = time.perf_counter()
        if fill(database, listings=size, leads=size // LEADS_SHARE):
            print(
                f"{size:,} listings put in within {time.perf_counter() - started:.0f} s", flush=True
            )
            if files and not postgres:
                database.close()
                shutil.copyfile(home / "hubiao.db", _file(files, size))
                database = open_database(settings)
        _mark_assessed(settings, database)
        database.tune()
        try:
            yield settings, database
        finally:
            database.close()
    shutil.rmtree(home)


def _file(folder: str, size: int) -> Path:
    return Path(folder) / f"scale-{size}.db"


def _mark_assessed(settings: Settings, database: Database) -> None:
    """Have the made rows rest on the office's own rights and model."""
    scorer = office_scorer(database, settings, today())
    with database.begin() as session:
        session.execute(
            sa.update(ListingVersionRow)
            .where(ListingVersionRow.current)
            .values(assessed_with=basis_of(scorer, today()))
        )
