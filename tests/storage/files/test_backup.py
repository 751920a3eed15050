from __future__ import annotations

import os
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.base.database import Database, open_database
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings, load_settings
from storage.files import age_file, restore
from storage.files.backup import kept_backups, next_backup, write_backup
from storage.files.restore import read_backup, try_backup
from storage.records import RightHolder
from storage.tables import HolderRow
from tests.databases import migrated_database


@pytest.fixture(autouse=True)
def _small_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving the key takes half a second otherwise."""
    monkeypatch.setattr(age_file, "_WORK", 8)


def test_a_backup_brings_rows_and_files_back(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    database = migrated_database(settings)
    (settings.folder("evidence") / "page.png").write_bytes(b"picture")
    with database.begin() as session:
        session.add(HolderRow(id="h", name="示例公司", record=RightHolder(id="h", name="示例公司")))
    write_backup(database, settings, tmp_path / "backup.tar.gz")
    database.close()

    restored = load_settings(home=tmp_path / "new")
    read_backup(restored, tmp_path / "backup.tar.gz")
    assert (tmp_path / "new/evidence/page.png").read_bytes() == b"picture"
    again = open_database(restored)
    with again.read() as session:
        assert session.get_one(HolderRow, "h").name == "示例公司"
    again.close()


def test_an_existing_database_is_never_overwritten(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    database = migrated_database(settings)
    write_backup(database, settings, tmp_path / "backup.tar.gz")
    database.close()
    with pytest.raises(Refused, match="move it away"):
        read_backup(settings, tmp_path / "backup.tar.gz")


@pytest.mark.parametrize("content", [b"", b"not an archive"])
def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.tar.gz").write_bytes(content)
    with pytest.raises(BadInput, match="no backup"):
        read_backup(load_settings(home=tmp_path / "new"), tmp_path / "x.tar.gz")
    assert list((tmp_path / "new").iterdir()) == []


def test_an_archive_that_reaches_outside_is_refused(tmp_path: Path) -> None:
    evil = tmp_path / "evil.tar.gz"
    (tmp_path / "hubiao.db").write_bytes(b"x")
    with tarfile.open(evil, "w:gz") as archive:
        archive.add(tmp_path / "hubiao.db", "hubiao.db")
        archive.add(tmp_path / "hubiao.db", "../outside")
    with pytest.raises(BadInput):
        read_backup(load_settings(home=tmp_path / "new"), evil)
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_postgresql_backup_is_left_to_its_own_tool(database: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="pg_dump"):
        write_backup(database, load_settings(home=tmp_path), tmp_path / "b")


@pytest.mark.parametrize("url", [None, "postgresql://h/d"])
def test_a_dump_of_postgresql_is_told_from_a_backup_whatever_the_offices_database(
    tmp_path: Path, url: str | None
) -> None:
    (tmp_path / "hubiao.dump").write_bytes(b"PGDMP\x01\x10\x00")
    settings = load_settings(home=tmp_path / "new", database_url=url)
    with pytest.raises(BadInput, match="pg_restore"):
        read_backup(settings, tmp_path / "hubiao.dump")


def test_a_backup_is_not_put_where_the_office_would_not_see_it(tmp_path: Path) -> None:
    source = packed(tmp_path / "b.tar.gz", b"")
    with pytest.raises(Refused, match="PostgreSQL"):
        read_backup(load_settings(home=tmp_path / "new", database_url="postgresql://h/d"), source)
    assert not (tmp_path / "new").exists()


def packed(target: Path, database: bytes) -> Path:
    """A backup with this database and one piece of evidence."""
    (target.parent / "db").write_bytes(database)
    (target.parent / "page").write_bytes(b"picture")
    with tarfile.open(target, "w:gz") as archive:
        archive.add(target.parent / "db", "hubiao.db")
        archive.add(target.parent / "page", "home/evidence/page.png")
    return target


@pytest.mark.parametrize("content", [b"junk" * 5000, b"", b"SQLite format 3\0" + b"\xff" * 8192])
def test_a_backup_with_a_damaged_database_changes_nothing(tmp_path: Path, content: bytes) -> None:
    source = packed(tmp_path / "b.tar.gz", content)
    with pytest.raises(BadInput) as refusal:
        read_backup(load_settings(home=tmp_path / "new"), source)
    assert refusal.value.code == "backup.database-damaged"
    assert list((tmp_path / "new").iterdir()) == []


def test_what_a_check_refuses_is_not_restored(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    database = migrated_database(settings)
    write_backup(database, settings, tmp_path / "backup.tar.gz")
    database.close()

    def refuse(unpacked: Settings) -> None:
        assert (unpacked.home / "hubiao.db").is_file()
        raise Refused("backup.chain-broken", path="b", reason="x")

    with pytest.raises(Refused):
        read_backup(load_settings(home=tmp_path / "new"), tmp_path / "backup.tar.gz", refuse)
    assert list((tmp_path / "new").iterdir()) == []


def test_what_stands_where_a_backup_comes_is_laid_aside(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    database = migrated_database(settings)
    (settings.folder("evidence") / "1").write_bytes(b"old")
    write_backup(database, settings, tmp_path / "backup.tar.gz")
    database.close()
    (settings.home / "hubiao.db").write_bytes(b"")
    (settings.home / "evidence" / "2").write_bytes(b"later")
    read_backup(settings, tmp_path / "backup.tar.gz")
    assert [path.name for path in (settings.home / "evidence").iterdir()] == ["1"]
    [aside] = settings.home.glob("before-restore-*")
    assert (aside / "evidence" / "2").read_bytes() == b"later"


def test_leftovers_of_killed_commands_are_in_no_backup(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    database = migrated_database(settings)
    (settings.folder("evidence") / ".1.wacz.99.part").write_bytes(b"half")
    (settings.folder(".restore.99-1.part/home/keys") / "anchor").write_bytes(b"key")
    write_backup(database, settings, tmp_path / "backup.tar.gz")
    database.close()
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        assert not [name for name in archive.getnames() if ".part" in name]


def test_a_backup_and_what_is_restored_are_for_their_owner_only(
    tmp_path: Path, database: Database, settings: Settings
) -> None:
    if not database.is_sqlite:
        return
    before = os.umask(0o022)
    try:
        (settings.folder("keys") / "sealing.key").write_text("secret")
        archive = tmp_path / "whole.tar.gz"
        write_backup(database, settings, archive)
        assert archive.stat().st_mode & 0o777 == 0o600
        home = tmp_path / "restored"
        read_backup(load_settings(home=home), archive)
        modes = {path.stat().st_mode & 0o077 for path in home.rglob("*")}
    finally:
        os.umask(before)
    assert modes == {0}
    assert (home / "keys" / "sealing.key").read_text() == "secret"


def test_a_backup_may_leave_the_keys_out(
    tmp_path: Path, database: Database, settings: Settings
) -> None:
    if not database.is_sqlite:
        return
    (settings.folder("keys") / "sealing.key").write_text("secret")
    archive = tmp_path / "open.tar.gz"
    write_backup(database, settings, archive, with_keys=False)
    with tarfile.open(archive) as content:
        assert not [name for name in content.getnames() if "key" in name]


PHRASE = "correct horse battery"


def closed_backup(tmp_path: Path) -> tuple[Settings, Path]:
    """An office with a key, and its backup that a pass phrase closes."""
    settings = load_settings(home=tmp_path / "home")
    database = migrated_database(settings)
    (settings.folder("keys") / "sealing.key").write_bytes(b"secret of the office")
    source = tmp_path / "b.tar.gz.age"
    write_backup(database, settings, source, phrase=PHRASE)
    database.close()
    return settings, source


def test_a_closed_backup_shows_nothing_and_comes_back_with_its_phrase(tmp_path: Path) -> None:
    _, source = closed_backup(tmp_path)
    assert source.read_bytes().startswith(b"age-encryption.org/v1\n")
    restored = load_settings(home=tmp_path / "new")
    read_backup(restored, source, phrase=PHRASE)
    assert (restored.home / "keys" / "sealing.key").read_bytes() == b"secret of the office"
    open_database(restored).close()


@pytest.mark.parametrize(
    ("phrase", "code"), [("wrong phrase", "backup.wrong-phrase"), (None, "backup.phrase-needed")]
)
def test_a_wrong_or_missing_phrase_changes_nothing(
    tmp_path: Path, phrase: str | None, code: str
) -> None:
    settings, source = closed_backup(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in settings.home.rglob("*") if path.is_file()}
    with pytest.raises(BadInput) as refusal:
        read_backup(settings, source, replaces=True, phrase=phrase)
    assert refusal.value.code == code
    assert before == {
        path: path.stat().st_mtime_ns for path in settings.home.rglob("*") if path.is_file()
    }


def test_a_closed_backup_that_was_cut_off_changes_nothing(tmp_path: Path) -> None:
    _, source = closed_backup(tmp_path)
    source.write_bytes(source.read_bytes()[:-100])
    with pytest.raises(BadInput, match="damaged"):
        read_backup(load_settings(home=tmp_path / "new"), source, phrase=PHRASE)
    assert list((tmp_path / "new").iterdir()) == []


def test_the_settings_of_the_office_close_every_backup_and_name_it_so(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home", backup_passphrase=PHRASE, backup_keys=False)
    database = migrated_database(settings)
    (settings.folder("keys") / "sealing.key").write_bytes(b"secret")
    target = next_backup(settings, datetime(2026, 11, 29, tzinfo=UTC))
    write_backup(database, settings, target)
    database.close()
    [backup] = kept_backups(settings)
    assert backup.is_encrypted
    assert backup.name.endswith(".tar.gz.age")
    fresh = load_settings(home=tmp_path / "new", backup_passphrase=PHRASE)
    assert "keys" in str(read_backup(fresh, target))
    assert not (fresh.home / "keys").exists()


def test_a_backup_without_keys_takes_those_that_were_kept_elsewhere(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    database = migrated_database(settings)
    (settings.folder("keys") / "sealing.key").write_bytes(b"secret")
    write_backup(database, settings, tmp_path / "b.tar.gz", with_keys=False)
    database.close()
    fresh = load_settings(home=tmp_path / "new")

    def check(unpacked: Settings) -> None:
        assert (unpacked.home / "keys" / "sealing.key").read_bytes() == b"secret"

    try_backup(fresh, tmp_path / "b.tar.gz", check, keys=settings.home / "keys")
    read_backup(fresh, tmp_path / "b.tar.gz", keys=settings.home / "keys")
    assert (fresh.home / "keys" / "sealing.key").read_bytes() == b"secret"


def test_a_trial_unpacks_checks_and_leaves_nothing(tmp_path: Path) -> None:
    settings, source = closed_backup(tmp_path)
    folders: list[Path] = []

    def check(unpacked: Settings) -> None:
        assert (unpacked.home / "keys" / "sealing.key").is_file()
        folders.append(unpacked.home)

    try_backup(settings, source, check, phrase=PHRASE)
    assert folders
    assert not folders[0].exists()
    assert list((settings.home / "cache").iterdir()) == []


def test_a_trial_leaves_the_disk_of_a_working_office_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, source = closed_backup(tmp_path)
    monkeypatch.setattr(restore, "_LEAST_FREE", 1.0)
    with pytest.raises(Refused) as refusal:
        try_backup(settings, source, phrase=PHRASE)
    assert refusal.value.code == "backup.trial-no-room"
