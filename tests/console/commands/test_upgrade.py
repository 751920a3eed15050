"""`hubiao upgrade`: a backup, the migration, the checks, and a way back that works."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from console.commands.office.restored_office import check_office
from console.commands.office.upgraded_office import upgrade_office
from console.work.crawl_queue import make_queue
from storage.audit import trail
from storage.base.database import open_as_it_is, open_database
from storage.base.errors import NotFound, Refused, StoreUnavailable
from storage.base.message import Message
from storage.base.schema.revision import HEAD
from storage.base.settings import Settings
from storage.files.backup_archive import DATABASE_MEMBER
from storage.files.office_use import USE_FILE, alone, in_use
from storage.files.restore import read_backup
from storage.tables import AuditRow
from tests.databases import between_revisions, migrated_database
from tests.servers.postgres import client_programs

EARLIER = "0037"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office of yesterday's program, with three acts on record."""
    settings = Settings(home=tmp_path / "home")
    database = migrated_database(settings)
    with database.begin() as session:
        for number in range(3):
            trail.record(session, actor="li", act="test", subject=f"lead:{number}")
    database.close()
    _go_to(settings, EARLIER)
    return settings


def test_an_upgrade_backs_up_migrates_and_checks(settings: Settings) -> None:
    lines: list[Message] = []
    upgrade_office(settings, lines.append)
    assert _revision(settings) == HEAD
    codes = [line.code for line in lines]
    assert codes[:2] == ["upgrade.backing-up", "upgrade.migrated"]
    assert codes[-1] == "upgrade.way-back"
    assert {str(line.data["outcome"]) for line in lines if line.code == "upgrade.check"} == {"ok"}
    assert str(_backup(lines)) in str(lines[-1])


def test_the_backup_of_an_upgrade_leads_back(settings: Settings) -> None:
    lines: list[Message] = []
    upgrade_office(settings, lines.append)
    database = open_database(settings)
    with database.begin() as session:
        trail.record(session, actor="li", act="test", subject="lead:later")
    database.close()
    revisions: list[str] = []
    message = read_backup(
        settings,
        _backup(lines),
        lambda unpacked: revisions.append(_revision(unpacked)),
        replaces=True,
    )
    assert revisions == [EARLIER]
    assert _revision(settings) == EARLIER
    assert _acts(settings) == 3
    aside = Path(str(message.data["aside"]))
    assert (aside / DATABASE_MEMBER).is_file(), "the upgraded database is laid aside"
    check_office(settings, _backup(lines), accepts_broken_chain=False)


def test_an_upgrade_is_refused_while_somebody_works(settings: Settings) -> None:
    with in_use(settings), in_use(settings), pytest.raises(Refused, match="stop it first"):
        upgrade_office(settings, lambda _line: None)
    assert _revision(settings) == EARLIER
    assert not (settings.home / "backups").exists()
    with alone(settings), pytest.raises(Refused, match="being upgraded"), in_use(settings):
        pass


def test_no_backup_holds_the_lock(settings: Settings) -> None:
    lines: list[Message] = []
    upgrade_office(settings, lines.append)
    names = subprocess.run(["tar", "tzf", _backup(lines)], capture_output=True, text=True).stdout
    assert USE_FILE not in names
    assert DATABASE_MEMBER in names


def test_an_altered_record_is_said_with_the_way_back(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.home / DATABASE_MEMBER)) as connection, connection:
        connection.execute("UPDATE audit SET actor = 'wang' WHERE id = 2")
    lines: list[Message] = []
    with pytest.raises(Refused, match="does not pass"):
        upgrade_office(settings, lines.append)
    assert lines[-1].code == "upgrade.way-back"


def test_without_an_office_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="hubiao init"):
        upgrade_office(Settings(home=tmp_path / "none"), lambda _line: None)
    assert not (tmp_path / "none" / DATABASE_MEMBER).exists()


def test_a_postgresql_office_is_dumped_and_its_line_leads_back(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{client_programs()}:{os.environ['PATH']}")
    with_password = postgres_url.replace("postgres@", "postgres:secret@")
    settings = Settings(home=tmp_path / "home", database_url=with_password)
    database = open_database(settings, migrate=True)
    make_queue(settings)
    with database.begin() as session:
        trail.record(session, actor="li", act="test", subject="lead:1")
    with database.engine.connect(), pytest.raises(Refused, match="connections"):
        upgrade_office(settings, lambda _line: None)
    database.close()
    lines: list[Message] = []
    upgrade_office(settings, lines.append)
    database = open_database(settings)
    with database.begin() as session:
        trail.record(session, actor="li", act="test", subject="lead:later")
    database.close()
    assert "secret" not in str(lines[-1])
    subprocess.run(str(lines[-1].data["line"]), shell=True, check=True, capture_output=True)
    assert _acts(settings) == 1


def test_where_pg_dump_fails_nothing_is_migrated(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home", database_url=postgres_url)
    monkeypatch.setenv("PATH", "/nowhere")
    lines: list[Message] = []
    with pytest.raises(StoreUnavailable, match="pg_dump is not installed"):
        upgrade_office(settings, lines.append)
    assert [line.code for line in lines] == ["upgrade.backing-up"]


def _go_to(settings: Settings, revision: str) -> None:
    database = open_as_it_is(settings)
    with between_revisions(database) as (_, config):
        command.downgrade(config, revision)
    database.close()


def _revision(settings: Settings) -> str:
    with closing(sqlite3.connect(settings.home / DATABASE_MEMBER)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _acts(settings: Settings) -> int:
    database = open_database(settings)
    try:
        with database.read() as session:
            return session.scalar(sa.select(sa.func.count(AuditRow.id))) or 0
    finally:
        database.close()


def _backup(lines: list[Message]) -> Path:
    return Path(str(lines[-1].data["backup"]))
