"""Insert what is not there yet, on SQLite and PostgreSQL alike, whoever else inserts at that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.base.errors import HubiaoError


def conflict_insert(session: Session, table: type[Any]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT in the database's own words, which may say what becomes of rows that are there already."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_missing(
    session: Session, table: type[Any], rows: Sequence[Mapping[str, object]], unique: Sequence[str]
) -> None:
    """Add the rows whose `unique` columns no row has yet; those that are there stay as they are."""
    if rows:
        missing = conflict_insert(session, table).on_conflict_do_nothing(index_elements=unique)
        session.execute(missing, rows)


def add_unique(session: Session, row: object, refusal: HubiaoError) -> None:
    """Add a row whose name or number nobody else may have. Raises `refusal` where somebody has it, also
    somebody who took it after the caller looked."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        raise refusal from None
