"""SQLAlchemy dialects whose engines share what they compiled: each test opens a database of its own.

An engine keeps the SQL text of each statement by the statement and its dialect. A test's engine is
new, so that without this every test compiles the same statements again: a third of the processor
time of a test that only writes and reads a few rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

_STATEMENTS = LRUCache[object, object](4000)
"""Compiled statements of all engines; more than the suite has, chosen by hand."""


class _Interchangeable(DefaultDialect):
    """Equals every dialect of its class that talks to the same version of a server."""

    supports_statement_cache = True

    def __eq__(self, dialect: object) -> bool:
        return (
            isinstance(dialect, _Interchangeable)
            and type(self) is type(dialect)
            and self._version() == dialect._version()
        )

    def __hash__(self) -> int:
        return hash(type(self))

    def _version(self) -> object:
        """None before the first connection."""
        return getattr(self, "server_version_info", None)

    @classmethod
    def engine_created(cls, engine: sa.Engine) -> None:
        engine.update_execution_options(compiled_cache=_STATEMENTS)


class SharedSQLite(_Interchangeable, SQLiteDialect_pysqlite):
    """SQLite as ever."""

    supports_statement_cache = True


class SharedPostgreSQL(_Interchangeable, PGDialect_psycopg):
    """PostgreSQL as ever."""

    supports_statement_cache = True


def share_statements() -> None:
    """Let engines that this process makes from now on share what they compile."""
    for name in ("sqlite", "sqlite.pysqlite"):
        registry.register(name, __name__, SharedSQLite.__name__)
    for name in ("postgresql", "postgresql.psycopg"):
        registry.register(name, __name__, SharedPostgreSQL.__name__)
