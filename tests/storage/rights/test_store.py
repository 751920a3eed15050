from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.base.errors import BadInput, NotFound
from storage.records import (
    AuthorisedSeller,
    Meaning,
    Origin,
    OtherOwner,
    ReferencePrice,
    Right,
    RightHolder,
    RightKind,
    RightsBook,
    Sense,
)
from storage.rights.book_import import import_rights
from storage.rights.export_file import rights_document
from storage.rights.import_file import read_rights
from storage.rights.licences import grant_licence
from storage.rights.store import load_holder, load_right, load_rights

SELLER = AuthorisedSeller(
    shop="示例旗舰店", platform="shop.example", valid_until=date(2027, 12, 31)
)
BOOK = RightsBook(
    holders=(RightHolder(id="h", name="示例协会", email="h@example.com", tier=1),),
    rights=(
        Right(
            id="r",
            text="示例牌",
            kind=RightKind.COLLECTIVE,
            classes=(29, 30),
            goods=("面粉",),
            holder="h",
            valid_from=date(2020, 1, 1),
            authorised_sellers=(SELLER,),
            origin=Origin(places=("示例市",), season="07-01/10-31"),
            reference_prices=(
                ReferencePrice(goods="面粉", unit="kg", low=Decimal(5), high=Decimal("12.5")),
            ),
            well_known=True,
            place=("示例",),
            product=("面粉", "粉"),
            meanings=(Meaning(text="示例", sense=Sense.COMMON_WORD, note="词典"),),
            other_owners=(
                OtherOwner(
                    text="示例红",
                    owner="示例酒业",
                    shops=("甲店",),
                    goods=("白酒",),
                    since=date(1998, 5, 1),
                ),
            ),
            notes=("来源待核",),
        ),
    ),
)


@pytest.mark.both_databases
def test_a_rights_book_comes_back_as_it_went_in(database: Database) -> None:
    with database.begin() as session:
        import_rights(session, BOOK)
    with database.read() as session:
        assert load_rights(session) == BOOK
        assert load_right(session, "r") == BOOK.rights[0]
        assert load_holder(session, "h") == BOOK.holders[0]


def test_importing_again_says_that_nothing_changed(database: Database) -> None:
    with database.begin() as session:
        assert {fate.fate for fate in import_rights(session, BOOK)} == {"new"}
        assert {fate.fate for fate in import_rights(session, BOOK)} == {"same"}


def test_a_changed_licence_is_a_changed_right(database: Database) -> None:
    ended = dataclasses.replace(SELLER, valid_until=date(2026, 1, 1))
    changed = dataclasses.replace(BOOK.rights[0], authorised_sellers=(ended,))
    with database.begin() as session:
        import_rights(session, BOOK)
        fates = import_rights(session, dataclasses.replace(BOOK, rights=(changed,)))
        assert [(fate.id, fate.fate) for fate in fates] == [("h", "same"), ("r", "changed")]
        assert load_right(session, "r").authorised_sellers == (ended,)


def test_a_right_of_an_unknown_holder_is_refused_and_nothing_is_kept(database: Database) -> None:
    with pytest.raises(BadInput, match="'r': holder 'h'"), database.begin() as session:
        import_rights(session, dataclasses.replace(BOOK, holders=()))
    with database.read() as session:
        assert load_rights(session).rights == ()


def test_a_right_that_is_not_there_is_named(database: Database) -> None:
    with pytest.raises(NotFound, match="nothing-here"), database.read() as session:
        load_right(session, "nothing-here")


def test_a_licence_entered_by_hand_is_not_doubled_by_importing_what_was_exported(
    database: Database,
) -> None:
    by_hand = AuthorisedSeller(shop="示例分销店", goods=("面粉",))
    with database.begin() as session:
        import_rights(session, BOOK)
        grant_licence(session, "r", by_hand, actor="li")
        exported = read_rights(rights_document(load_rights(session)), "rights")
        assert exported.rights[0].authorised_sellers == (SELLER, by_hand)
        assert {fate.fate for fate in import_rights(session, exported)} == {"same"}
        assert load_right(session, "r").authorised_sellers == (SELLER, by_hand)


def test_many_rights_enter_by_as_many_statements_as_few(database: Database) -> None:
    statements: list[str] = []

    def note(*call: object) -> None:
        statements.append(str(call[2]))

    counts = []
    with database.begin() as session:
        import_rights(session, BOOK)
    sa.event.listen(database.engine, "before_cursor_execute", note)
    for mark, number in (("甲", 2), ("乙", 30)):
        rights = [
            dataclasses.replace(BOOK.rights[0], id=f"{mark}{n}", text=f"{mark}{n}")
            for n in range(number)
        ]
        for text in ("", "改"):  # new, then changed
            book = [dataclasses.replace(right, text=right.text + text) for right in rights]
            statements.clear()
            with database.begin() as session:
                import_rights(session, RightsBook(holders=BOOK.holders, rights=tuple(book)))
            counts.append(len(statements))
    sa.event.remove(database.engine, "before_cursor_execute", note)
    assert counts[2:] == counts[:2]
