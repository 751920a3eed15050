"""Leads of an older program may have titles too long for the index by which a view is sorted: they are cut."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa
from alembic import command

from storage.base.database import Database
from storage.leads.facets import TITLE_CHARACTERS
from storage.tables import LeadRow
from tests.databases import between_revisions
from tests.storage.leads.test_facets import opened

BEFORE = "0051"
"""Before leads were counted by triggers, which are those of this program and name its columns."""


@pytest.mark.both_databases
def test_a_long_title_is_cut_and_a_short_one_stays(database: Database) -> None:
    draw = random.Random(4)
    # Four bytes each and in no order, so that the database cannot make them shorter.
    long = "".join(chr(draw.randrange(0x20000, 0x2A000)) for _ in range(3_000))
    with database.begin() as session:
        for number in ("1", "2"):
            opened(session, number)
    with between_revisions(database) as (connection, config):
        command.downgrade(config, BEFORE)
        longest, short = connection.scalars(sa.text("SELECT id FROM leads ORDER BY id")).all()
        connection.execute(
            sa.text("UPDATE leads SET title = :title WHERE id = :id"),
            {"title": long, "id": longest},
        )
        before = connection.scalar(sa.text("SELECT title FROM leads WHERE id = :id"), {"id": short})
        command.upgrade(config, "head")
    with database.read() as session:
        assert session.get_one(LeadRow, longest).title == long[:TITLE_CHARACTERS]
        assert session.get_one(LeadRow, short).title == before
