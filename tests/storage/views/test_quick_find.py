"""Rights, shops and letters by a few typed letters, the likeliest first."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.records import Right, RightHolder, RightsBook
from storage.rights.book_import import import_rights
from storage.tables import LeadRow, NoticeRow
from storage.views.queue.quick_find import lead_by_number, letters_by_words, shops_by_name
from storage.views.queue.right_suggestions import suggest_rights
from tests.storage.leads.test_facets import opened

BOOK = RightsBook(
    holders=(RightHolder(id="lvye", name="示例绿业协会"),),
    rights=(
        Right(id="a", text="河套", holder="lvye"),
        Right(id="b", text="天赋河套", registration_no="12345678", holder="lvye"),
        Right(id="c", text="巴美湖羊"),
        Right(id="d", text="100%河套"),
    ),
)


@pytest.mark.both_databases
def test_a_right_is_meant_by_mark_initials_number_or_holder(database: Database) -> None:
    with database.begin() as session:
        import_rights(session, BOOK)

    def ids(words: str, limit: int = 9) -> list[str]:
        with database.read() as session:
            return [right.id for right in suggest_rights(session, words, limit=limit)]

    assert ids("河套") == ["a", "d", "b"]
    assert ids("tfht") == ids("TFH") == ids("12345678") == ["b"]
    assert ids("ht")[0] == "a"
    assert sorted(ids("绿业")) == ["a", "b"]
    assert ids("100%") == ["d"]
    assert ids("c") == ["c"]
    assert ids("没有") == []
    assert len(ids("", limit=2)) == 2


@pytest.mark.both_databases
def test_leads_shops_and_letters_are_found_by_number_and_name(database: Database) -> None:
    with database.begin() as session:
        lead = opened(session, "1", shop="重庆粮油店")
        opened(session, "2", shop="示例粮油店")
        right = session.get_one(LeadRow, lead.id).right_id
        for number in ("权通〔2026〕1号", None):
            session.add(
                NoticeRow(
                    kind="infringement-notice", track="A", right_id=right, number=number,
                    platform="示例平台", drafted_by="li",
                )
            )  # fmt: skip
        session.flush()
        assert (lead_by_number(session, lead.id), lead_by_number(session, 99)) != (None, None)
        assert [shop.name for shop in shops_by_name(session, "粮油", limit=9)] == [
            "重庆粮油店",
            "示例粮油店",
        ]
        assert [shop.name for shop in shops_by_name(session, "cqly", limit=9)] == ["重庆粮油店"]
        assert [letter.id for letter in letters_by_words(session, "1号", limit=9)] == [1]
        assert [letter.id for letter in letters_by_words(session, "1", limit=9)] == [1]
        assert [letter.id for letter in letters_by_words(session, "示例平台", limit=9)] == [2, 1]
