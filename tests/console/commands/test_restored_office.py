"""A backup whose audit chain was altered is not brought back unless somebody asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from console.commands.office.restored_office import check_office
from storage.audit import trail
from storage.base.errors import Refused
from storage.base.settings import Settings
from storage.files.backup import write_backup
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
