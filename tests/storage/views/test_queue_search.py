"""One search box: number, title, mark, holder, shop, address; each row says what held the words."""

from __future__ import annotations

import pytest

from storage.base.database import Database
from storage.base.pinyin.initials import initials_of
from storage.views.lead_queue import find_leads
from storage.views.queue.lead_filter import LeadFilter
from storage.views.queue.search import places_of_words
from tests.storage.leads.test_facets import opened


@pytest.mark.both_databases
def test_a_word_is_searched_wherever_a_lead_bears_it(database: Database) -> None:
    with database.begin() as session:
        opened(session, "1", shop="重庆粮油店", platform="a.invalid")
        opened(session, "2", shop="乙店 100%", platform="b.invalid")
    with database.read() as session:

        def matches(words: str) -> list[tuple[int, tuple[str, ...]]]:
            page = find_leads(session, LeadFilter(words=words), offset=0, limit=9)
            assert page.total == len(page.lines)
            return [(line.id, places_of_words(line, words)) for line in page.lines]

        assert matches("粮油") == matches("cqly") == matches("ZQLY") == [(1, ("shop",))]
        assert matches("100%") == [(2, ("shop",))]
        assert matches("#2") == matches("线索2") == [(2, ("number",))]
        assert [number for number, _ in matches("示例")] == [1, 2]
        assert matches("示例 粮油")[0][0] == 1
        assert matches("没有这种") == matches("%")[1:] == []
        address = find_leads(session, LeadFilter(), offset=0, limit=1).lines[0].url
        assert "address" in matches(address)[0][1]


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("天赋河套", "tfht"),
        ("重庆火锅", "zqhg cqhg"),
        ("ABC 面粉-5kg", "abcmf5kg"),
        ("🐑", ""),
        ("", ""),
    ],
)
def test_a_name_is_spelt_by_the_first_letters_of_its_characters(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_a_long_name_of_many_readings_stays_short() -> None:
    assert len(initials_of("重长乐行" * 100)) <= 240
