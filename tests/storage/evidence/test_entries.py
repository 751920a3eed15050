"""Of two workers that captured one page the first one enters it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.settings import load_settings
from storage.evidence.entries import EVIDENCE_FOLDER, Entry, NotDue, enter
from storage.evidence.visit import Occasion
from storage.tables import EvidenceRow
from tests.databases import migrated_database
from tests.storage.evidence.visits import visit


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)
def test_of_two_that_enter_one_capture_at_once_the_second_leaves_nothing(
    tmp_path: Path, database_url: str
) -> None:
    settings = load_settings(home=tmp_path / "home", database_url=database_url)
    database = migrated_database(settings)

    def is_due(session: Session) -> bool:
        due = session.scalar(sa.select(EvidenceRow.id)) is None
        time.sleep(0.5)  # long enough for the other one to ask, if it may
        return due

    def capture(_number: int) -> Entry | None:
        try:
            return enter(database, settings, visit(), Occasion(officer="li"), is_due=is_due)
        except NotDue:
            return None

    with ThreadPoolExecutor(2) as pool:
        entries = [entry for entry in pool.map(capture, range(2)) if entry]
    assert len(entries) == 1
    with database.read() as session:
        assert session.scalars(sa.select(EvidenceRow.id)).all() == [entries[0].id]
    folders = list((settings.home / EVIDENCE_FOLDER).glob("*/*/*"))
    assert folders == [entries[0].folder]
    database.close()
