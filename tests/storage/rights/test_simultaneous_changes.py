"""Changes of rights at one moment wait for each other: none is refused or lost."""

import dataclasses
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit.trail import take_turn
from storage.base.contested_rows import lock_existing
from storage.base.database import Database
from storage.records import AuthorisedSeller, RightsBook
from storage.rights.book_import import import_rights
from storage.rights.holder_answers import accept_answer
from storage.rights.imports import import_rights_of_file, latest_imports, undo_import
from storage.rights.licences import grant_licence
from storage.rights.store import load_right, save_record
from storage.tables import AnswerRow, Choice, RightImportRow, RightRow
from tests.storage.leads.assessed_lead import FLOUR, assessed
from tests.storage.leads.test_simultaneous_acts import meanwhile
from tests.storage.rights.test_store import BOOK

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
RENAMED = RightsBook(
    holders=BOOK.holders, rights=(dataclasses.replace(BOOK.rights[0], text="改名"),)
)


def test_of_two_imports_at_once_the_second_finds_what_the_first_entered(database: Database) -> None:
    def first(session: Session) -> object:
        return import_rights_of_file(session, BOOK, actor="li", file="a.yml")

    with meanwhile(database, first), database.begin() as session:
        fates = import_rights_of_file(session, RENAMED, actor="wang", file="b.yml")
    assert [fate.fate for fate in fates] == ["same", "changed"]
    with database.begin() as session:
        numbers = sorted(row.id for row in session.query(RightImportRow))
        undo_import(session, numbers[-1], actor="li")
        assert load_right(session, "r").text == BOOK.rights[0].text


def _lock(session: Session) -> object:
    return lock_existing(session, RightRow, "r")


@pytest.mark.parametrize(
    "change",
    [
        lambda session: import_rights(session, RENAMED),
        lambda session: grant_licence(
            session, "r", AuthorisedSeller(shop="示例旗舰店"), actor="li"
        ),
        lambda session: save_record(session, BOOK.rights[0], ["别名"], actor="li"),
        lambda session: undo_import(session, latest_imports(session, 1)[0].id, actor="li"),
    ],
    ids=["import", "licence", "record", "undoing"],
)
def test_who_changes_a_right_waits_for_who_changes_it_with_its_leads(
    database: Database, change: Callable[[Session], object]
) -> None:
    with database.begin() as session:
        import_rights_of_file(session, BOOK, actor="li", file="a.yml")

    with meanwhile(database, take_turn, then=_lock), database.begin() as session:
        change(session)


def test_an_import_undone_while_somebody_refers_to_its_right_lets_it_rest(
    database: Database,
) -> None:
    with database.begin() as session:
        import_rights_of_file(session, BOOK, actor="li", file="a.yml")

    def refer(session: Session) -> object:
        """What an assessment, a letter or a licence locks before its act is entered."""
        right = sa.select(RightRow.id).where(RightRow.id == "r")
        return session.execute(right.with_for_update(read=True, key_share=True)).all()

    with meanwhile(database, refer, then=take_turn), database.begin() as session:
        undo_import(session, latest_imports(session, 1)[0].id, actor="li")
    with database.read() as session:
        assert not session.get_one(RightRow, "r").active


def test_who_takes_an_answer_over_waits_for_who_changes_the_right_with_its_leads(
    database: Database,
) -> None:
    with database.begin() as session:
        import_rights(session, BOOK)
        lead = assessed(session, dataclasses.replace(FLOUR, shop="示例店"), 0.95)
        answer = AnswerRow(lead_id=lead.id, holder_id=BOOK.holders[0].id, remark="", attachments=())
        answer.choice = Choice.SUPPLIED
        session.add(answer)
        session.flush()
        number = answer.id
    with meanwhile(database, take_turn, then=_lock), database.begin() as session:
        accept_answer(session, number, officer="li")
    with database.read() as session:
        assert "示例店" in {seller.shop for seller in load_right(session, "r").authorised_sellers}
