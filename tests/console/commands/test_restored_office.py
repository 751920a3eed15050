"""A backup whose audit chain was altered is not brought back unless somebody asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from console.commands.office import restored_office
from console.commands.office.backups import restore
from console.commands.office.restored_office import check_office, try_and_keep
from storage.audit import trail
from storage.base.errors import BadInput, Refused
from storage.base.settings import Settings
from storage.files.backup import write_backup
from storage.files.backup_trial import read_trial
from storage.files.restore import read_backup
from storage.tables import AuditRow
from tests.databases import migrated_database


def test_an_altered_chain_is_not_restored(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    database = migrated_database(settings)
    with database.begin() as session:
        for number in range(3):
            trail.record(session, actor="li", act="test", subject=f"lead:{number}")
    source = tmp_path / "whole.tar.gz"
    write_backup(database, settings, source)
    with database.begin() as session:
        session.execute(sa.update(AuditRow).where(AuditRow.id == 2).values(actor="wang"))
    altered = tmp_path / "altered.tar.gz"
    write_backup(database, settings, altered)
    database.close()

    def strict(unpacked: Settings) -> None:
        check_office(unpacked, source, accepts_broken_chain=False)

    def lenient(unpacked: Settings) -> None:
        check_office(unpacked, source, accepts_broken_chain=True)

    read_backup(Settings(home=tmp_path / "whole"), source, strict)
    with pytest.raises(Refused, match="--unverified"):
        read_backup(Settings(home=tmp_path / "altered"), altered, strict)
    assert list((tmp_path / "altered").iterdir()) == []
    read_backup(Settings(home=tmp_path / "altered"), altered, lenient)
    assert (tmp_path / "altered" / "hubiao.db").is_file()


def test_keys_that_are_not_where_they_were_said_to_lie_stop_it(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such folder of keys"):
        restore(tmp_path / "b.tar.gz", keys=tmp_path / "none")


def test_a_trial_that_the_program_itself_fails_is_kept_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home")
    database = migrated_database(settings)
    write_backup(database, settings, tmp_path / "b.tar.gz")
    database.close()
    monkeypatch.setattr(restored_office, "check_audit", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        try_and_keep(settings, tmp_path / "b.tar.gz", None)
    trial = read_trial(settings)
    assert trial is not None
    assert trial.problem is not None
