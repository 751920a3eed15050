"""提取笔录: its two persons are two, its times are in order and hold its captures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import find_kind
from storage.records.letter_facts import read_facts
from tests.alerts.letters.sample_letters import TODAY, sample

RECORD = find_kind("evidence-extraction-record")


def problems(today: date = TODAY, **fields: str) -> list[str]:
    """What the check says of the sample record (captures of 2026-11-20, 10:11 to 10:15)."""
    data: dict[str, Any] = sample(RECORD.slug)
    data["fields"].update(fields)
    return [m.why for m in check(RECORD, read_facts(data), today=today)]


def test_the_sample_record_is_in_order() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"started": "2026年11月20日10时45分"}, "开始时间应当早于结束时间"),
        (
            {"started": "2026年1月1日10时00分", "ended": "2026年1月1日9时00分"},
            "开始时间应当早于结束时间",
        ),
        ({"started": "2026年11月20日10时13分"}, "第1、2项的固证时间不在提取起止时间之内"),
        ({"ended": "2026年11月20日10时13分"}, "第4、5项的固证时间不在提取起止时间之内"),
        ({"ended": "2026年11月23日10时00分"}, "结束时间晚于现在"),
        ({"started": "上午"}, "“上午”不是时间，请写作2026年11月20日10时10分"),
    ],
)
def test_times_that_do_not_hold_the_captures_are_refused(fields: dict[str, str], why: str) -> None:
    assert problems(**fields) == [why]


def test_two_names_that_are_one_person_are_refused() -> None:
    assert problems(officer_1="示例 甲", officer_2="示例甲") == ["两名提取人不得为同一人"]
    assert problems(officer_1_card="Ａ001", officer_2_card="a001") == ["两名提取人不得为同一人"]


@pytest.mark.parametrize("card", ["有证", "执法证12"])
def test_a_word_is_no_card_of_an_officer(card: str) -> None:
    assert problems(officer_2_card=card) == [f"“{card}”不是执法证号"]


def test_a_placeholder_for_a_card_is_refused_once() -> None:
    assert problems(officer_2_card="x") == ["“x”不能视为已填写"]
