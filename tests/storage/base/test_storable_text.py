"""What SQLite and PostgreSQL hold of any text: the same, readable, and as its hash says."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from storage.audit import trail
from storage.audit.chain import first_break
from storage.base.database import Database
from storage.base.schema.storable_text import storable_json, storable_text, storable_value
from storage.tables import AuditRow, RightImportRow
from tests.examples import examples

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=8) | st.sampled_from(
    ["\ud800", "\udc00\ud83d", "a\0b", "\\ud800", "\\u0000", "가힣", "\U0001f600"]
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)


@given(text=ANY_TEXT)
def test_a_text_is_kept_but_for_what_no_database_holds(text: str) -> None:
    stored = storable_text(text)
    assert "\0" not in stored
    assert stored.encode().decode() == stored == storable_text(stored)
    if "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text):
        assert stored == text


@examples(20, 200)
@given(value=ANY_JSON)
def test_the_json_of_a_value_is_that_of_its_storable_texts(value: object) -> None:
    assert json.loads(storable_json(value)) == storable_value(value)


@pytest.mark.both_databases
def test_what_was_stored_is_read_again_the_same_and_the_audit_holds(database: Database) -> None:
    stored: dict[int, object] = {}

    @examples(15, 100)
    @given(value=ANY_JSON)
    def store(value: object) -> None:
        with database.begin() as session:
            row = RightImportRow(file="f", actor="li", before={"v": value}, after={})
            session.add(row)
            entry = trail.record(session, actor="li", act="test", subject="lead:1", value=value)
            stored[row.id or entry.id] = storable_value(value)

    store()
    field = sa.cast(RightImportRow.before["v"], sa.JSON)
    with database.read() as session:
        rows = session.scalars(sa.select(RightImportRow).order_by(RightImportRow.id)).all()
        assert [row.before["v"] for row in rows] == list(stored.values())
        assert len(session.scalars(sa.select(field)).all()) == len(rows), "each field is readable"
        entries = session.scalars(sa.select(AuditRow).order_by(AuditRow.id)).all()
        assert [entry.detail["value"] for entry in entries] == list(stored.values())
        assert first_break(session) is None
