"""An import of rights is undone as a whole: what it changed is as before, what it entered is gone."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.errors import NotFound, Refused
from storage.records import AuthorisedSeller, Right, RightHolder, RightsBook
from storage.rights.imports import import_rights_of_file, latest_imports, undo_import
from storage.rights.licences import grant_licence, switch_right
from storage.rights.store import load_holder, load_right, load_rights
from storage.tables import RightRow

FIRST = RightsBook(
    holders=(RightHolder(id="h", name="示例协会"),),
    rights=(
        Right(
            id="old",
            text="示例红",
            holder="h",
            goods=("羊肉",),
            authorised_sellers=(AuthorisedSeller(shop="示例甲店"),),
        ),
    ),
)
SECOND = RightsBook(
    holders=(
        RightHolder(id="h", name="示例协会", phone="1"),
        RightHolder(id="h2", name="示例公司"),
    ),
    rights=(
        Right(id="old", text="示例红", holder="h"),
        Right(id="new", text="示例绿", holder="h2"),
    ),
)


@pytest.fixture
def imported(database: Database) -> Database:
    with database.begin() as session:
        import_rights_of_file(session, FIRST, actor="管", file="一.xlsx")
    with database.begin() as session:
        import_rights_of_file(session, SECOND, actor="管", file="二.xlsx")
    return database


def test_an_import_is_undone_as_a_whole(imported: Database) -> None:
    with imported.begin() as session:
        last = latest_imports(session, 5)[0]
        assert (last.file, last.new, last.changed) == ("二.xlsx", 2, 2)
        undo_import(session, last.id, actor="管")
    with imported.read() as session:
        assert load_rights(session) == FIRST
        assert session.get(RightRow, "new") is None
        assert latest_imports(session, 1)[0].undone_by == "管"


def test_a_right_that_rested_before_an_import_or_rests_now_rests_after_its_undoing(
    database: Database,
) -> None:
    with database.begin() as session:
        import_rights_of_file(session, FIRST, actor="管", file="一.xlsx")
        switch_right(session, "old", False, actor="管")
        import_rights_of_file(session, SECOND, actor="管", file="二.xlsx")
        assert session.get_one(RightRow, "old").active
        undo_import(session, latest_imports(session, 1)[0].id, actor="管")
        assert not session.get_one(RightRow, "old").active
        assert load_right(session, "old").goods == ("羊肉",)
        switch_right(session, "old", True, actor="管")
        import_rights_of_file(session, SECOND, actor="管", file="三.xlsx")
        switch_right(session, "old", False, actor="管")
        undo_import(session, latest_imports(session, 1)[0].id, actor="管")
        assert not session.get_one(RightRow, "old").active


def test_what_was_changed_since_is_not_undone(imported: Database) -> None:
    later = RightsBook(rights=(Right(id="new", text="示例绿", goods=("鱼",)),))
    with imported.begin() as session:
        import_rights_of_file(session, later, actor="管", file="三.xlsx")
        number = latest_imports(session, 2)[1].id
    with imported.begin() as session, pytest.raises(Refused, match="示例绿"):
        undo_import(session, number, actor="管")
    with imported.read() as session:
        assert load_right(session, "new").goods == ("鱼",)
        assert load_holder(session, "h").phone == "1"


def test_a_right_that_something_refers_to_rests(imported: Database) -> None:
    with imported.begin() as session:
        grant_licence(session, "new", AuthorisedSeller(shop="示例乙店"), actor="管")
        undo_import(session, latest_imports(session, 1)[0].id, actor="管")
    with imported.read() as session:
        assert not session.get_one(RightRow, "new").active


def test_an_import_is_undone_once(imported: Database) -> None:
    with imported.begin() as session:
        number = latest_imports(session, 1)[0].id
        undo_import(session, number, actor="管")
        with pytest.raises(Refused, match="undone already"):
            undo_import(session, number, actor="管")
        with pytest.raises(NotFound):
            undo_import(session, 99, actor="管")


def test_an_import_that_changes_nothing_is_not_filed(imported: Database) -> None:
    with imported.begin() as session:
        import_rights_of_file(session, SECOND, actor="管", file="二.xlsx")
        assert len(latest_imports(session, 5)) == 2
