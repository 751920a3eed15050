"""Bringing an office up to this program (升级): backup, migration, checks, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from console.health.checks import finding_of
from console.health.finding import CheckOutcome
from console.health.office import CheckedOffice, check_database
from storage.base.database import Database, open_as_it_is, open_database, read_revision
from storage.base.errors import NotFound, Refused
from storage.base.message import Message
from storage.base.office_time import OFFICE_TIME
from storage.base.schema.revision import HEAD
from storage.base.settings import Settings
from storage.evidence.audit_chain_check import check_audit
from storage.files.backup import backup_name, next_backup, write_backup
from storage.files.office_use import alone, refuse_connections
from storage.files.postgres_dump import restoring_line, write_dump
from storage.tables.base import now


def upgrade_office(settings: Settings, tell: Callable[[Message], None]) -> None:
    """Back up, migrate and check; `tell` gets each line. Nothing is migrated before the backup was verified.

    Raises NotFound where there is no office, Refused while programs work on it or where a check fails,
    StoreUnavailable. From the backup on, the last line that `tell` gets says how to go back.
    """
    _refuse_absent(settings)
    with alone(settings):
        database = open_as_it_is(settings)
        try:
            revision = read_revision(database)
            if revision is None:
                raise NotFound("upgrade.no-office", url=_name(database))
            refuse_connections(database)
            tell(Message("upgrade.backing-up", {"revision": revision}))
            way_back = _back_up(database, settings)
        finally:
            database.close()
        try:
            _migrate(settings)
            tell(Message("upgrade.migrated", {"before": revision, "after": HEAD}))
            _check(settings, tell)
        finally:
            tell(way_back)


def _refuse_absent(settings: Settings) -> None:
    """SQLite would make the file that it does not find."""
    url = sa.make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise NotFound("upgrade.no-office", url=url.database)


def _back_up(database: Database, settings: Settings) -> Message:
    """Write the backup. Returns the line that brings it back."""
    place, at = settings.backup_place, now().astimezone(OFFICE_TIME)
    target = (
        place / backup_name(settings, at) if place and place.is_dir() else next_backup(settings, at)
    )
    target = target.resolve()
    if database.is_sqlite:
        write_backup(database, settings, target)
        line = f"hubiao restore --replace {target}"
    else:
        target = target.with_name(target.name.removesuffix(".age").replace(".tar.gz", ".dump"))
        write_dump(database, target)
        line = restoring_line(database, target)
    return Message("upgrade.way-back", {"backup": target, "line": line})


def _migrate(settings: Settings) -> None:
    database = open_database(settings, migrate=True)
    database.close()
    if not database.is_sqlite:
        from console.work.crawl_queue import make_queue

        make_queue(settings)


def _check(settings: Settings, tell: Callable[[Message], None]) -> None:
    """Whether the database answers, its rows belong together, and the record of acts verifies."""
    database = open_database(settings)
    try:
        office = CheckedOffice(settings=settings, database=database, worker=None)
        finding = finding_of("database", lambda: check_database(office))
        lines = [(finding.subject, finding.outcome is CheckOutcome.PASSED, finding.message)]
        lines += [
            (check.name, check.passed, check.says) for check in check_audit(database, settings)
        ]
        if orphans := _orphans(database):
            lines.append((finding.subject, False, Message("upgrade.orphans", {"table": orphans})))
    finally:
        database.close()
    for subject, passed, says in lines:
        outcome = Message("doctor.ok" if passed else "doctor.missing")
        tell(Message("upgrade.check", {"outcome": outcome, "subject": subject, "says": says}))
    if failures := [says for _, passed, says in lines if not passed]:
        raise Refused("upgrade.check-failed", reason=failures[0])


def _orphans(database: Database) -> str | None:
    """A table with rows that refer to nothing: on SQLite foreign keys rest while tables are changed."""
    if not database.is_sqlite:
        return None
    with database.engine.connect() as connection:
        row = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    return None if row is None else str(row[0])


def _name(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=True)
