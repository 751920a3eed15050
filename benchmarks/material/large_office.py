"""An office with many listings to measure in, made from a seed."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.material.office_rows import fill, move_sequences
from classifiers.scoring.assess import basis_of, office_scorer
from storage.base.database import Database, open_database
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.counts.recount import recount
from storage.records import Right, RightsBook
from storage.rights.book_import import import_rights
from storage.tables import AssessmentRow, DecisionRow, LeadRow, ListingRow, ListingVersionRow
from storage.tables.base import now
from tests.servers.postgres import fresh_database, running_postgres

LARGE, LARGE_NEEDS = 10_000_000, 30 * 10**9
"""From so many listings on nothing begins with less free room (bytes) than an office of them takes."""
LEADS_SHARE = 10
"""One listing in so many is a lead."""
MADE = 20_000
"""So many listings are made one by one; a larger office is copies of them."""
MARK = "沐桉禾"
"""A mark unlike those of the made rights."""
_SHIFTS: dict[type[Any], dict[str, type[Any]]] = {
    ListingRow: {"version_id": ListingVersionRow},
    ListingVersionRow: {"listing_id": ListingRow},
    AssessmentRow: {"version_id": ListingVersionRow},
    LeadRow: {
        "listing_id": ListingRow, "assessment_id": AssessmentRow, "version_id": ListingVersionRow,
    },
    DecisionRow: {"lead_id": LeadRow, "assessment_id": AssessmentRow},
}  # fmt: skip
"""Tables that are copied, and which of their columns name a row of which table."""


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
        settings = stack.enter_context(office_settings(home, f"scale_{size}", postgres=postgres))
        if not postgres and files and _file(files, size).exists():
            shutil.copyfile(_file(files, size), home / "hubiao.db")
        database = open_database(settings, migrate=True)
        started = time.perf_counter()
        if _fill(database, size):
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


@contextmanager
def office_settings(home: Path, name: str, *, postgres: bool) -> Iterator[Settings]:
    """An office in SQLite, or in a database of this name on a PostgreSQL server of its own."""
    if not postgres:
        yield Settings(home=home)
        return
    with running_postgres() as server, fresh_database(server, name) as url:
        yield Settings(home=home, database_url=url)


def _file(folder: str, size: int) -> Path:
    return Path(folder) / f"scale-{size}.db"


def _fill(database: Database, size: int) -> bool:
    """Make rows once, and copy them within the database as often as it takes; False when it was filled."""
    made = min(size, MADE)
    if not fill(database, listings=made, leads=made // LEADS_SHARE):
        return False
    with database.begin() as session:
        import_rights(session, RightsBook(holders=(), rights=(Right(id="scale", text=MARK),)))
        session.execute(sa.update(ListingVersionRow).values(pictured_at=now()))
    with database.begin() as session:
        steps = {table: session.scalar(sa.select(sa.func.max(table.id))) or 0 for table in _SHIFTS}
    for copy in range(1, size // made):
        with database.begin() as session:
            for table, references in _SHIFTS.items():
                _copy(session, table, references, steps, copy)
    with database.begin() as session:
        recount(session)  # what a worker would have added up meanwhile
    with database.engine.begin() as connection:
        move_sequences(connection)
        connection.execute(sa.text("ANALYZE"))
    return True


def _copy(
    session: Session,
    table: type[Any],
    references: Mapping[str, type[Any]],
    steps: Mapping[type[Any], int],
    copy: int,
) -> None:
    """Put the made rows of a table in once more, under numbers of their own."""
    columns = table.__table__.columns
    values: list[sa.ColumnElement[Any]] = []
    for column in columns:
        if column.name == "id":
            values.append(column + copy * steps[table])
        elif column.name in references:
            values.append(column + copy * steps[references[column.name]])
        elif table is ListingRow and column.name == "key":
            values.append(column + f"-{copy}")
        else:
            values.append(column)
    made = sa.select(*values).where(columns["id"] <= steps[table])
    session.execute(sa.insert(table).from_select([column.name for column in columns], made))


def _mark_assessed(settings: Settings, database: Database) -> None:
    """Have the made rows rest on the office's own rights and model."""
    scorer = office_scorer(database, settings, today())
    with database.begin() as session:
        session.execute(
            sa.update(ListingVersionRow)
            .where(ListingVersionRow.current)
            .values(assessed_with=basis_of(scorer, today()))
        )
