"""A visit outlasts a database that lets nobody write for a while."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.base.errors import StoreUnavailable
from storage.base.settings import Settings
from storage.evidence.audit_chain_check import check_audit
from storage.evidence.entries import enter
from storage.evidence.visit import Occasion
from storage.tables import EvidenceRow
from tests.databases import migrated_database
from tests.storage.evidence.visits import visit


@pytest.mark.parametrize(
    ("patience", "is_entered"), [((0.2,) * 20, True), ((0.1,), False), ((), False)]
)
def test_a_visit_is_entered_once_when_the_database_takes_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: Sequence[float], is_entered: bool
) -> None:
    monkeypatch.setattr("storage.base.database.BUSY_SECONDS", 0.1)
    settings = Settings(home=tmp_path / "home")
    database = migrated_database(settings)
    holder = sqlite3.connect(
        str(sa.make_url(settings.database).database), isolation_level=None, check_same_thread=False
    )
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(1.5, lambda: holder.execute("ROLLBACK"))
    release.start()
    begun = time.monotonic()
    try:
        if is_entered:
            enter(database, settings, visit(), Occasion(officer="li"), patience=patience)
            assert time.monotonic() - begun > 1
        else:
            with pytest.raises(StoreUnavailable):
                enter(database, settings, visit(), Occasion(officer="li"), patience=patience)
    finally:
        release.join()
        holder.close()
    with database.read() as session:
        assert len(session.scalars(sa.select(EvidenceRow.id)).all()) == int(is_entered)
    assert all(check.passed for check in check_audit(database, settings))
    database.close()
