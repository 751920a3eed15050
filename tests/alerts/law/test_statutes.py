from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from alerts.law.statutes import article, statutes
from storage.base.errors import BadInput

TODAY = date(2026, 11, 22)


def test_an_article_is_cited_by_full_name_and_chinese_number() -> None:
    assert article("trademark-law/57").citation == "《中华人民共和国商标法》第五十七条"


def test_only_words_that_were_read_in_a_text_are_given_as_the_law_s_words() -> None:
    for statute in statutes().values():
        for words in statute.articles.values():
            assert bool(words.text) == words.verified
            assert bool(words.gist) != bool(words.text)


def test_a_superseded_version_is_told_from_its_last_day_on() -> None:
    cited = article("e-commerce-law/42")
    assert cited.warning(TODAY) is None
    old = dataclasses.replace(cited, statute=dataclasses.replace(cited.statute, superseded=TODAY))
    assert "已被取代" in str(old.warning(TODAY))
    assert old.warning(date(2026, 11, 21)) is None


def test_a_law_not_yet_in_force_is_told() -> None:
    assert "尚未施行" in str(article("e-commerce-law/42").warning(date(2018, 12, 31)))


def test_an_unverified_article_is_told() -> None:
    assert "未经法制机构核对" in str(article("collective-mark-rules/22").warning(TODAY))


def test_an_article_that_the_files_do_not_hold_is_named() -> None:
    with pytest.raises(BadInput, match="trademark-law/999"):
        article("trademark-law/999")
