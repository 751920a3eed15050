"""A visit outlasts a database that lets nobody write for a while."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawler.capture.capture import await_writer
from storage.base.database import Database
from storage.base.errors import StoreUnavailable
from storage.base.settings import Settings
from tests.databases import migrated_database


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database that another one holds for a second and a half."""
    monkeypatch.setattr("storage.base.database.BUSY_SECONDS", 0.1)
    settings = Settings(home=tmp_path / "home")
    database = migrated_database(settings)
    holder = sqlite3.connect(
        str(sa.make_url(settings.database).database), isolation_level=None, check_same_thread=False
    )
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(1.5, lambda: holder.execute("ROLLBACK"))
    release.start()
    yield database
    release.join()
    holder.close()
    database.close()


def test_who_waits_writes_once_the_other_has_ended(locked: Database) -> None:
    with pytest.raises(StoreUnavailable):
        asyncio.run(await_writer(locked, ()))
    asyncio.run(await_writer(locked, (0.2,) * 50))


def test_patience_ends(locked: Database) -> None:
    with pytest.raises(StoreUnavailable):
        asyncio.run(await_writer(locked, (0.1,)))
