"""What is read to see a drift does not grow with the office."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.material.office_rows import fill as fill_office
from storage.base.database import Database
from storage.base.settings import Settings
from storage.learning import drift_rows
from storage.learning.drift_rows import read_period
from storage.tables.base import now
from tests.databases import migrated_database
from tests.sqlite_steps import sqlite_steps

SMALL, LARGE = 500, 2_000
MOST_GROWTH = 1.3
MOST = 100
"""Pairs, verdicts and listings of a period that are read here."""


def _office(folder: Path, listings: int) -> Database:
    database = migrated_database(Settings(home=folder))
    fill_office(database, listings=listings, leads=listings)
    database.tune()
    return database


def test_a_period_is_read_alike_in_a_larger_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift_rows, "_MOST", MOST)
    monkeypatch.setattr(drift_rows, "_DISORDER", 10)
    end = now() + timedelta(days=1)
    start = end - timedelta(days=20)
    small, large = (_office(tmp_path / str(size), size) for size in (SMALL, LARGE))
    for office in (small, large):
        with office.read() as session:
            rows = read_period(session, start, end)
            assert len(rows.pairs) == MOST
            assert sum(rows.listings.values()) == MOST
    few, many = (
        sqlite_steps(office, lambda session: read_period(session, start, end))
        for office in (small, large)
    )
    assert many <= MOST_GROWTH * few, (few, many)
    small.close()
    large.close()
