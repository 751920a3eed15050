"""Opening the database: SQLite by default, PostgreSQL by URL, the same code on both."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.orm import Session

from storage.base.errors import BadInput, StoreUnavailable
from storage.base.schema.new_tables import make_new_tables
from storage.base.schema.revision import HEAD
from storage.base.schema.storable_text import storable_json
from storage.base.settings import Settings

BUSY_SECONDS = 30
"""Seconds that a writer waits for another one before SQLite gives up; chosen by hand, well above the
longest transaction of a crawl."""
_VALUES_A_QUERY = 500
"""Values that one statement names; chosen by hand, far below the parameters that a database takes (SQLite
32,766, PostgreSQL 65,535)."""
_V = TypeVar("_V")


def query_parts(values: Sequence[_V]) -> Iterator[Sequence[_V]]:
    """The values of a long `IN (…)` in parts that one statement takes."""
    return (
        values[start : start + _VALUES_A_QUERY] for start in range(0, len(values), _VALUES_A_QUERY)
    )


def without_index(column: Any) -> Any:
    """The column in a form that no index has: the one of the order is left to be read."""
    return sa.func.coalesce(column, sa.null())


CONNECTIONS = 40
"""Connections of one process at most, more than the console has threads; a PostgreSQL server as it is installed
takes 100 of all processes (max_connections). Those above _IDLE are closed after use."""
_IDLE = 5
"""Connections that stay open between uses, SQLAlchemy's own default (`pool_size`)."""
_POOL = {"pool_size": _IDLE, "max_overflow": CONNECTIONS - _IDLE}
_CONNECTION_KIB, _PROCESS_BYTES = 65_536, 256 * 2**20
"""What SQLite keeps of its file in memory: KiB of one connection, bytes of all of a process together; beyond these a
connection reuses its own memory (https://www.sqlite.org/pragma.html#pragma_soft_heap_limit). Chosen by hand."""
_EMPTY_TABLES = """
    INSERT INTO sqlite_stat1 (tbl, idx, stat) SELECT name, NULL, '1000' FROM sqlite_schema
    WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' AND name NOT IN (SELECT tbl FROM sqlite_stat1)
"""
"""ANALYZE writes down nothing of an empty table, which then counts as a million rows that others are read through
to spare (https://www.sqlite.org/lang_analyze.html). 1000 is SQLite's own guess (sqlite3DefaultRowEst): one of a
single row would be read for every row of another, though it may fill within the hour."""


class Database:
    """One database; `begin` writes in one transaction, `read` only looks."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(hubiao_write=True) if self.is_sqlite else engine

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A writing transaction: commits at the end, rolls back on any error. On SQLite it is BEGIN IMMEDIATE:
        one that starts as a reader and then writes fails as locked, however long it would wait."""
        with (
            _failures_named(self.engine),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A reading transaction; what it changes is not kept."""
        with _failures_named(self.engine), Session(self.engine) as session:
            yield session

    def tune(self) -> None:
        """Tell SQLite by some 1000 rows an index how its tables are filled, so that it chooses the right index
        for a view. PostgreSQL's autovacuum does so by itself."""
        if self.is_sqlite:
            with _failures_named(self.engine), self._writer.begin() as connection:
                connection.exec_driver_sql("PRAGMA analysis_limit = 1000")
                connection.exec_driver_sql("ANALYZE")
                connection.exec_driver_sql(_EMPTY_TABLES)
                connection.exec_driver_sql("ANALYZE sqlite_schema")

    def keep_in_memory(self, most: int) -> None:
        """Let all of SQLite in this process hold that many bytes of its files."""
        if self.is_sqlite:
            with _failures_named(self.engine), self.engine.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA soft_heap_limit = {most}")

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _failures_named(engine: sa.Engine) -> Iterator[None]:
    try:
        yield
    except (exc.StatementError, sqlite3.DatabaseError, OverflowError, UnicodeEncodeError) as error:
        if _is_damaged(error):
            raise StoreUnavailable("database.damaged", path=engine.url.database) from error
        if _is_out_of_room(error, engine):
            raise StoreUnavailable("database.disk-full", path=engine.url.database) from error
        if _is_unstorable(error):
            raise BadInput("input.unstorable", reason=_reason_unstorable(error)) from error
        if not isinstance(error, exc.OperationalError | exc.InternalError):
            raise
        raise _failure(engine, error.orig) from error
    except exc.TimeoutError as error:  # all connections were taken for too long
        raise _failure(engine, error) from error


def _failure(engine: sa.Engine, reason: object) -> StoreUnavailable:
    url = engine.url.render_as_string(hide_password=True)
    return StoreUnavailable("database.failed", url=url, reason=_first_line(reason))


def _is_unstorable(error: BaseException) -> bool:
    """Whether a value was refused by the driver or the database: NUL and lone surrogates in a text,
    numbers and dates out of range. A constraint that is not kept is another thing."""
    if isinstance(error, exc.DataError | OverflowError | UnicodeEncodeError):
        return True
    cause = error.orig if isinstance(error, exc.StatementError) else None
    return isinstance(cause, OverflowError | UnicodeEncodeError)


def _reason_unstorable(error: BaseException) -> str:
    """What was wrong, without the value: it may hold anything, and what it holds is no log's."""
    cause = error.orig if isinstance(error, exc.StatementError) else error
    return cause.reason if isinstance(cause, UnicodeEncodeError) else _first_line(cause)


def _is_damaged(error: BaseException) -> bool:
    """Whether SQLite says that its file is none, or is broken (https://www.sqlite.org/rescode.html)."""
    return _sqlite_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _is_out_of_room(error: BaseException, engine: sa.Engine) -> bool:
    """Whether SQLite could not write because the disk is full; it says so of the main file only."""
    code = _sqlite_code(error)
    if code == sqlite3.SQLITE_FULL:
        return True
    folder = Path(str(engine.url.database)).parent
    return code == sqlite3.SQLITE_IOERR and shutil.disk_usage(folder).free < _LEAST_ROOM


_LEAST_ROOM = 2**20
"""Bytes, chosen by hand: with less SQLite cannot make its log and the index of it."""


def _sqlite_code(error: BaseException) -> int | None:
    """SQLite's primary result code; None of another database."""
    cause = error.orig if isinstance(error, exc.StatementError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _first_line(error: object) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def open_database(settings: Settings, *, migrate: bool | None = None) -> Database:
    """Open the settings' database. SQLite is made and migrated on the way, PostgreSQL only when
    `migrate` is true (`hubiao init`). Raises BadInput, StoreUnavailable."""
    database = open_as_it_is(settings)
    may_migrate = migrate if migrate is not None else database.is_sqlite
    try:
        revision = read_revision(database)
        if revision != HEAD:
            if not may_migrate:
                url = database.engine.url.render_as_string(hide_password=True)
                raise StoreUnavailable("database.not-set-up", url=url)
            _upgrade(database)
    except BaseException:
        database.close()
        raise
    return database


def open_as_it_is(settings: Settings) -> Database:
    """Open the settings' database at whatever revision it has. Raises BadInput, StoreUnavailable."""
    try:
        url = sa.make_url(settings.database)
    except exc.ArgumentError as error:
        raise BadInput("database.no-url", url=settings.database) from error
    return Database(_engine(url, settings))


def _engine(url: sa.URL, settings: Settings) -> sa.Engine:
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(url, pool_pre_ping=True, json_serializer=storable_json, **_POOL)
    if url.get_backend_name() != "sqlite":
        raise BadInput("database.unsupported", driver=url.drivername)
    pool: Mapping[str, int] = {}  # one in memory is its thread's own
    if url.database and url.database != ":memory:":
        pool = _POOL
        if Path(url.database).parent == settings.home:
            settings.folder(".")
            _refuse_second_start(Path(url.database), settings.home)
        elif not Path(url.database).parent.is_dir():
            raise StoreUnavailable("database.no-folder", path=url.database)
        _make_private(Path(url.database))
    engine = sa.create_engine(
        url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=storable_json, **pool
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


_TRACES = ("evidence", "attachments", "notices", "keys/anchor")
"""What an office that has worked leaves in its data folder beside the database."""


def _refuse_second_start(path: Path, home: Path) -> None:
    """An absent or empty database beside evidence and keys is a lost one, and no new office.

    Raises StoreUnavailable.
    """
    if path.exists() and path.stat().st_size:
        return
    for trace in _TRACES:
        place = home / trace
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise StoreUnavailable("database.lost", path=path, trace=place)


def _make_private(path: Path) -> None:
    """A new file is readable by its owner only; SQLite gives the journals beside it the same mode."""
    with contextlib.suppress(OSError):  # a folder that cannot be written to is SQLite's to name
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # a decision survives a power cut
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute(f"PRAGMA cache_size = -{_CONNECTION_KIB}")
    if not cursor.execute("PRAGMA soft_heap_limit").fetchone()[0]:
        cursor.execute(f"PRAGMA soft_heap_limit = {_PROCESS_BYTES}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("hubiao_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def read_revision(database: Database) -> str | None:
    """The revision of the tables; None where there are none. Raises StoreUnavailable for a later program's."""
    with _failures_named(database.engine), database.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    if revision is not None and revision > HEAD:
        raise StoreUnavailable("database.newer", revision=revision, head=HEAD)
    return None if revision is None else str(revision)


def _upgrade(database: Database) -> None:
    """Bring the tables to this program's revision. A new SQLite database gets them in one go."""
    if database.is_sqlite:
        with _failures_named(database.engine), database._writer.begin() as connection:
            driver: Any = connection.connection.driver_connection
            make_new_tables(driver)
        if read_revision(database) == HEAD:
            return
    migrate(database)


def migrate(database: Database) -> None:
    """Run the migrations that the tables lack, one after the other."""
    from storage.base.schema.upgrade import upgrade  # Alembic takes a third of a second to import

    with _failures_named(database.engine), database._writer.connect() as connection:
        upgrade(connection)
