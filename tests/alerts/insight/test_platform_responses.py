"""Of platforms' answers the letters of the period are read, and no other lead."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from alerts.insight.platform_responses import platform_responses
from benchmarks.material.office_rows import fill as fill_office
from storage.audit import trail
from storage.base.database import Database
from storage.base.settings import Settings
from storage.tables.base import now
from tests.databases import migrated_database
from tests.sqlite_steps import sqlite_steps

LETTERS = 40


def _office(folder: Path, leads: int) -> Database:
    database = migrated_database(Settings(home=folder))
    fill_office(database, listings=leads, leads=leads)
    with database.begin() as session:
        for lead in range(1, LETTERS + 1):
            trail.record(session, actor="甲", act="lead.noticed", subject=f"lead:{lead}")
    database.tune()
    return database


def test_letters_of_a_period_are_read_alike_in_a_larger_office(tmp_path: Path) -> None:
    end = now() + timedelta(days=1)
    steps = []
    for leads in (300, 1_500):
        office = _office(tmp_path / str(leads), leads)
        start = end - timedelta(days=20)
        with office.read() as session:
            figures = platform_responses(session, start, end)
            assert sum(figure.noticed for figure in figures) == LETTERS
        steps.append(
            sqlite_steps(office, lambda session, s=start: platform_responses(session, s, end))  # type: ignore[misc]
        )
        office.close()
    assert steps[1] <= 1.3 * steps[0], steps
