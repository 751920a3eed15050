"""Open APIs are asked for marks first, then for the disguises that are most like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.work.api_words import api_words
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.records import Right, RightHolder, RightsBook
from storage.records.right import RightKind
from storage.rights.book_import import import_rights
from tests.databases import migrated_database


def test_every_mark_goes_before_any_disguise(tmp_path: Path) -> None:
    database = migrated_database(Settings(home=tmp_path))
    with pytest.raises(BadInput):
        api_words(database, (), None)
    holders = (RightHolder(id="h", name="示例协会"),)
    rights = (
        Right(
            id="a", kind=RightKind.TRADEMARK, text="天赋河套", holder="h", aliases=("TIANFU HETAO",)
        ),
        Right(id="b", kind=RightKind.TRADEMARK, text="示例之光", holder="h"),
    )
    with database.begin() as session:
        import_rights(session, RightsBook(holders=holders, rights=rights))

    words = api_words(database, (), 3)

    assert words[:3] == ("天赋河套", "TIANFU HETAO", "示例之光")
    assert len(words) == len(set(words))
    assert 3 < len(words) <= 12
    assert api_words(database, (), 0) == words[:3]
    assert api_words(database, ("河套",), 0) == ("河套",)
    database.close()
