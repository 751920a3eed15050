from __future__ import annotations

from contextlib import suppress

import pytest
import sqlalchemy as sa

from storage.audit import trail
from storage.base.database import Database
from storage.tables import AuditRow


@pytest.mark.both_databases
def test_each_entry_holds_the_hash_of_the_one_before(database: Database) -> None:
    for number in range(3):
        with database.begin() as session:
            trail.record(session, actor="li", act="test", subject=f"lead:{number}", note="一")
    with database.read() as session:
        rows = session.scalars(sa.select(AuditRow).order_by(AuditRow.id)).all()
    assert [row.id for row in rows] == [1, 2, 3]
    assert [row.previous for row in rows] == [trail.GENESIS, rows[0].hash, rows[1].hash]
    for row in rows:
        assert row.hash == trail.entry_hash(
            row.id, row.at, row.actor, row.act, row.subject, row.detail, row.previous
        )


def test_an_act_that_failed_leaves_no_trace(database: Database) -> None:
    with suppress(ZeroDivisionError), database.begin() as session:
        trail.record(session, actor="li", act="test", subject="lead:1")
        raise ZeroDivisionError
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AuditRow)) == 0
