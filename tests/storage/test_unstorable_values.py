"""What a database cannot store is bad input, in one line, on both databases."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import BadInput
from storage.tables import UserRow


def test_a_text_that_is_none_is_bad_input(database: Database) -> None:
    with pytest.raises(BadInput), database.begin() as session:
        session.query(UserRow).filter(UserRow.name == "\ud800").all()
    if not database.is_sqlite:  # SQLite stores NUL; the console refuses it before
        with pytest.raises(BadInput), database.begin() as session:
            session.query(UserRow).filter(UserRow.name == "a\0b").all()


def test_a_number_beyond_what_a_row_can_have_is_bad_input_or_nobody(database: Database) -> None:
    if database.is_sqlite:
        with pytest.raises(BadInput), database.begin() as session:
            session.query(UserRow).filter(UserRow.id == 10**30).all()
    else:
        with database.begin() as session:
            assert session.query(UserRow).filter(UserRow.id == 10**30).all() == []
