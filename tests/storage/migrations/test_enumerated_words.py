"""Words of closed lists become enumerations: old rows stay, another word is refused, before and after."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import exc

from storage.base.database import Database, open_as_it_is, open_database, read_revision
from storage.base.errors import StoreUnavailable
from storage.base.schema.revision import HEAD
from storage.base.settings import Settings
from storage.base.vocabulary import DecisionKind, LeadState, Role
from storage.leads.lifecycle import decide, undo
from storage.records import Level, RightKind
from storage.tables import DecisionRow, LeadRow, RightRow, UserRow
from tests.databases import between_revisions
from tests.storage.leads.test_facets import opened

BEFORE, AFTER = "0057", "0058"


@pytest.fixture
def old_office(settings: Settings) -> Database:
    """The database of yesterday's program: a lead with a verdict taken back, and an officer."""
    database = open_database(settings, migrate=True)
    with database.begin() as session:
        lead = opened(session, "1", shop="示例店")
        session.add(UserRow(name="li", role=Role.OFFICER, full_name="李明"))
        decide(session, lead.id, "confirmed", officer="li", reason="same_mark")
        undo(session, lead.id, officer="li")
    with between_revisions(database) as (_, config):
        command.downgrade(config, BEFORE)
    return database


@pytest.mark.both_databases
def test_the_rows_of_an_older_program_stay(settings: Settings, old_office: Database) -> None:
    indexes = _indexes(old_office)
    with between_revisions(old_office) as (_, config):
        command.upgrade(config, AFTER)
    assert _indexes(old_office) == indexes
    old_office.close()
    database = open_database(settings, migrate=True)
    with database.read() as session:
        lead = session.scalars(sa.select(LeadRow)).one()
        verdicts = session.scalars(sa.select(DecisionRow.verdict).order_by(DecisionRow.id)).all()
        before = session.scalars(sa.select(DecisionRow.from_state).order_by(DecisionRow.id)).all()
        assert (lead.level, lead.state) == (Level.RED, LeadState.PENDING)
        assert verdicts == [DecisionKind.CONFIRMED, DecisionKind.UNDO]
        assert before == [LeadState.PENDING, LeadState.CONFIRMED]
        assert session.scalar(sa.select(UserRow.role)) is Role.OFFICER
        assert session.scalar(sa.select(RightRow.kind)) is RightKind.TRADEMARK
    database.close()


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("table", "column"),
    [("leads", "level"), ("decisions", "verdict"), ("users", "role"), ("assessments", "next_step")],
)
def test_the_database_refuses_another_word(
    settings: Settings, old_office: Database, table: str, column: str
) -> None:
    old_office.close()
    database = open_database(settings, migrate=True)
    with pytest.raises(exc.IntegrityError), database.begin() as session:
        session.execute(sa.text(f"UPDATE {table} SET {column} = 'purple'"))
    database.close()


@pytest.mark.both_databases
def test_an_old_row_with_another_word_is_named_and_nothing_is_changed(
    settings: Settings, old_office: Database
) -> None:
    with old_office.begin() as session:
        session.execute(sa.text("UPDATE users SET role = 'purple'"))
    old_office.close()
    line = "row 1 of table users: its role is 'purple', none of officer, approver, legal, admin, viewer"
    with pytest.raises(StoreUnavailable, match=line) as refusal:
        open_database(settings, migrate=True)
    database = open_as_it_is(settings)
    assert read_revision(database) == BEFORE
    with database.read() as session:
        assert session.scalar(sa.text("SELECT level FROM leads")) == "red"
    assert BEFORE < HEAD
    (mend,) = re.findall("UPDATE .* WHERE .* = [0-9]+", str(refusal.value))
    with database.begin() as session:  # the way out that the line names
        session.execute(sa.text(mend))
    database.close()
    database = open_database(settings, migrate=True)
    with database.read() as session:
        assert session.scalar(sa.select(UserRow.role)) is Role.OFFICER
    database.close()


def _indexes(database: Database) -> dict[str, list[str]]:
    """Table to the names of its indexes."""
    inspector = sa.inspect(database.engine)
    return {
        table: sorted(str(index["name"]) for index in inspector.get_indexes(table))
        for table in inspector.get_table_names()
    }
