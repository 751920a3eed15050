"""A damaged or lost database is one line with the way out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.base.database import Database, open_database
from storage.base.errors import StoreUnavailable
from storage.base.settings import Settings
from storage.records import RightHolder
from storage.tables import HolderRow


def office(home: Path) -> Path:
    """A data folder with a database; the database's path."""
    open_database(Settings(home=home)).close()
    return home / "hubiao.db"


def read_all(home: Path) -> None:
    """Open the database of a data folder and look at its tables."""
    database = open_database(Settings(home=home))
    with database.read() as session:
        session.execute(sa.text("SELECT * FROM rights, users")).all()


@pytest.mark.parametrize("content", [b"junk" * 5000, b"SQLite format 3\0" + b"\xff" * 8192])
def test_a_database_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "hubiao.db").write_bytes(content)
    with pytest.raises(StoreUnavailable) as refusal:
        open_database(Settings(home=tmp_path))
    assert refusal.value.code == "database.damaged"
    assert "hubiao restore" in str(refusal.value)


def test_a_database_cut_short_or_overwritten_is_refused(tmp_path: Path) -> None:
    path = office(tmp_path)
    whole = path.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:8192] + os.urandom(len(whole) - 8192)):
        path.write_bytes(damaged)
        with pytest.raises(StoreUnavailable) as refusal:
            read_all(tmp_path)
        assert refusal.value.code == "database.damaged"


@pytest.mark.parametrize("is_there", [True, False])
def test_an_empty_database_beside_evidence_is_no_new_office(tmp_path: Path, is_there: bool) -> None:
    if is_there:
        (tmp_path / "hubiao.db").touch()
    (tmp_path / "evidence").mkdir()
    open_database(Settings(home=tmp_path)).close()
    (tmp_path / "hubiao.db").write_bytes(b"")
    (tmp_path / "evidence" / "1.wacz").write_bytes(b"PK")
    with pytest.raises(StoreUnavailable) as refusal:
        open_database(Settings(home=tmp_path))
    assert refusal.value.code == "database.lost"
    assert (tmp_path / "hubiao.db").read_bytes() == b""


def test_a_database_of_a_later_version_is_refused(tmp_path: Path) -> None:
    office(tmp_path)
    database = open_database(Settings(home=tmp_path))
    with database.begin() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StoreUnavailable) as refusal:
        open_database(Settings(home=tmp_path))
    assert refusal.value.code == "database.newer"


def fill(database: Database) -> None:
    """Write until the file may not grow: what SQLite says then is what it says of a full disk."""
    with database.begin() as session:
        session.execute(sa.text("PRAGMA max_page_count = 1"))
        session.add_all(
            HolderRow(id=str(n), name="示例", record=RightHolder(id=str(n), name="示例" * 1000))
            for n in range(500)
        )


def test_a_full_disk_is_named_and_nothing_is_half_written(tmp_path: Path) -> None:
    office(tmp_path)
    database = open_database(Settings(home=tmp_path))
    with pytest.raises(StoreUnavailable) as refusal:
        fill(database)
    assert refusal.value.code == "database.disk-full"
    with database.read() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM holders")) == 0
    database.close()
