"""Rows that several transactions write at the same moment, on SQLite and PostgreSQL alike: added once, or locked to
be changed.

A session that read a row before keeps what it read, also where it asks for the row again with a lock
(https://docs.sqlalchemy.org/en/20/orm/queryguide/api.html#populate-existing), so that whatever locks a row here
reads it anew. In SQLite whoever writes has read after all other writers: there is nothing to lock.

The lock leaves a row's key alone (FOR NO KEY UPDATE, https://www.postgresql.org/docs/current/explicit-locking.html):
whoever adds a row that names a locked one does not wait. It may hold the turn of the audit for which the other waits,
and one of the two would be refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from storage.base.errors import HubiaoError

_Row = TypeVar("_Row")
_Columns = TypeVarTuple("_Columns")


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


def lock_row(session: Session, table: type[_Row], key: object) -> _Row | None:
    """The row with this primary key as it stands now, locked; None where there is none."""
    if session.get_bind().dialect.name == "sqlite":
        return session.get(table, key)
    session.flush()
    return session.get(table, key, with_for_update={"key_share": True}, populate_existing=True)


def lock_existing(session: Session, table: type[_Row], key: object) -> _Row:
    """The row with this primary key as it stands now, locked. Raises NoResultFound where there is none."""
    row = lock_row(session, table, key)
    if row is None:
        raise NoResultFound(f"{table.__name__} {key}")
    return row


def deletable(query: sa.Select[*_Columns]) -> sa.Select[*_Columns]:
    """The query of rows that are to be deleted, without those that another transaction changes or refers to right now:
    it may wait for the turn of the audit, which whoever deletes holds."""
    return query.with_for_update(skip_locked=True)


def locking(
    query: sa.Select[*_Columns], *, of: Any = None, skip_locked: bool = False
) -> sa.Select[*_Columns]:
    """The query of rows that are to be changed; `of` names the one table of a join whose rows are locked,
    with `skip_locked` rows that another transaction changes right now are left out."""
    locked = query.with_for_update(of=of, skip_locked=skip_locked, key_share=True)
    return locked.execution_options(populate_existing=True)
