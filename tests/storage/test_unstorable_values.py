"""What a database cannot store is bad input, in one line, on both databases."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import BadInput
from storage.tables import UserRow


@pytest.mark.parametrize("name", ["a\0b", "\ud800"], ids=["NUL", "lone surrogate"])
def test_a_text_that_is_none_is_bad_input(database: Database, name: str) -> None:
    if database.is_sqlite and "\0" in name:
        pytest.skip("SQLite stores NUL; the console refuses it before")
    with pytest.raises(BadInput), database.begin() as session:
        session.query(UserRow).filter(UserRow.name == name).all()


def test_a_number_beyond_what_a_row_can_have_is_bad_input_or_nobody(database: Database) -> None:
    matches: list[UserRow] = []
    try:
        with database.begin() as session:
            matches = session.query(UserRow).filter(UserRow.id == 10**30).all()
    except BadInput as error:
        assert error.exit_code == 2
    assert matches == []
