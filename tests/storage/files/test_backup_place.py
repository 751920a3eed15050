"""A backup a day goes to another place, is read again, and the oldest make room."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.message import Message
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.files import backup as backups
from storage.files.backup import backups_in, write_backup
from storage.files.backup_place import (
    back_up_to_place,
    is_backup_due,
    last_slot,
    newest_backup,
    read_last_attempt,
)
from storage.files.backup_trial import BackupTrial, backup_to_try, keep_trial, read_trial
from storage.files.restore import read_backup
from storage.tables.base import now
from tests.databases import migrated_database


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    place = tmp_path / "elsewhere"
    place.mkdir()
    return Settings(home=tmp_path / "home", backup_place=place, backup_keep=2)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    yield opened
    opened.close()


def test_the_slot_is_in_the_time_of_the_office() -> None:
    settings = Settings(backup_at="02:30")
    assert last_slot(settings, datetime(2026, 11, 29, 2, tzinfo=OFFICE_TIME)).day == 28
    assert last_slot(settings, datetime(2026, 11, 29, 3, tzinfo=OFFICE_TIME)).day == 29


def test_a_backup_is_due_once_a_slot_and_restores(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    assert is_backup_due(database, settings, now())
    back_up_to_place(database, settings, now())
    assert not is_backup_due(database, settings, now())
    assert is_backup_due(database, settings, now() + timedelta(days=1))
    assert settings.backup_place is not None
    newest = newest_backup(settings)
    assert newest is not None
    restored = Settings(home=tmp_path / "new")
    read_backup(restored, settings.backup_place / newest.name)
    assert (restored.home / "hubiao.db").exists()


def test_the_oldest_backups_make_room(settings: Settings, database: Database) -> None:
    assert settings.backup_place is not None
    for day in range(3):
        back_up_to_place(database, settings, now() + timedelta(days=day))
    names = [backup.name for backup in backups_in(settings.backup_place)]
    assert len(names) == 2
    assert f"{now() + timedelta(days=2):%Y%m}" in names[0]


def test_what_a_killed_backup_left_in_the_place_goes_after_a_day(
    settings: Settings, database: Database
) -> None:
    assert settings.backup_place is not None
    left, young, strange = (
        settings.backup_place / name
        for name in (
            ".hubiao-20261101-023000.tar.gz.7.part",
            ".hubiao-20261102-023000.tar.gz.7.part",
            ".film.mkv.7.part",
        )
    )
    for path in (left, young, strange):
        path.write_bytes(b"x")
    yesterday = time.time() - 25 * 3600
    for path in (left, strange):
        os.utime(path, (yesterday, yesterday))
    back_up_to_place(database, settings, now())
    assert [path.exists() for path in (left, young, strange)] == [False, True, True]


def test_a_place_that_is_not_there_is_no_folder_made_anew(
    settings: Settings, database: Database
) -> None:
    assert settings.backup_place is not None
    settings.backup_place.rmdir()
    with pytest.raises(StoreUnavailable):
        back_up_to_place(database, settings, now())
    attempt = read_last_attempt(settings)
    assert attempt is not None
    assert attempt.problem is not None
    assert attempt.problem.code == "backup.place-missing"
    assert not is_backup_due(database, settings, now()), "an hour is waited after a failure"
    assert not settings.backup_place.exists()


def test_a_backup_that_cannot_be_read_again_gets_no_name(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(archive: Path, names: set[str], scratch: Path, phrase: str | None) -> None:
        whole = archive.read_bytes()
        archive.write_bytes(whole[: len(whole) // 2])
        verify(archive, names, scratch, phrase)

    verify = backups._verify
    monkeypatch.setattr(backups, "_verify", cut)
    target = settings.home / "x.tar.gz"
    with pytest.raises(StoreUnavailable):
        write_backup(database, settings, target)
    assert not target.exists()


def test_a_changed_byte_is_seen(settings: Settings, database: Database) -> None:
    target = settings.home / "x.tar.gz"
    write_backup(database, settings, target)
    damaged = bytearray(target.read_bytes())
    damaged[-6] ^= 1  # the checksum of the whole
    target.write_bytes(damaged)
    with pytest.raises(StoreUnavailable):
        backups._verify(target, set(), settings.home / "copy.db")


def test_the_newest_backup_is_tried_once_a_week_and_after_a_failure_once_a_day(
    settings: Settings, database: Database
) -> None:
    assert settings.backup_place is not None
    assert backup_to_try(settings, now()) is None
    back_up_to_place(database, settings, now())
    source = backup_to_try(settings, now())
    assert source is not None
    assert source.parent == settings.backup_place
    keep_trial(settings, BackupTrial(at=now(), name=source.name, problem=None))
    assert backup_to_try(settings, now() + timedelta(days=6)) is None
    assert backup_to_try(settings, now() + timedelta(days=8)) == source
    problem = Message("backup.incomplete")
    keep_trial(settings, BackupTrial(at=now(), name=source.name, problem=problem))
    assert backup_to_try(settings, now() + timedelta(hours=2)) is None
    assert backup_to_try(settings, now() + timedelta(days=2)) == source
    assert read_trial(settings) is not None
