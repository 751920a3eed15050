from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.text.chinese import (
    amount_in_words,
    chinese_date,
    chinese_moment,
    read_day,
)
from storage.base.chinese_number import chinese_number
from storage.base.errors import BadInput


def test_a_date_has_no_leading_zeros() -> None:
    assert chinese_date(date(2026, 1, 2)) == "2026年1月2日"


@pytest.mark.parametrize("text", ["2026年11月2日", "2026-11-02", " 2026年11月02日 "])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == date(2026, 11, 2)


@pytest.mark.parametrize("text", ["", "昨天", "2026年13月1日", "2026年2月30日", "11月2日"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


def test_a_moment_is_told_in_the_office_s_time() -> None:
    assert (
        chinese_moment(datetime(2026, 11, 21, 17, 5, 3, tzinfo=UTC)) == "2026年11月22日1时05分03秒"
    )
    with pytest.raises(BadInput, match="time zone"):
        chinese_moment(datetime(2026, 11, 22, 1, 5))  # noqa: DTZ001 (that is the point)


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "零"), (7, "七"), (10, "十"), (42, "四十二"), (57, "五十七"), (100, "一百"),
     (110, "一百一十"), (305, "三百零五"), (1015, "一千零一十五"), (1195, "一千一百九十五")],
)  # fmt: skip
def test_articles_are_counted_as_the_law_counts_them(number: int, written: str) -> None:
    assert chinese_number(number) == written


@pytest.mark.parametrize(
    ("yuan", "written"),
    [("0", "人民币零元整"), ("1234.56", "人民币壹仟贰佰叁拾肆元伍角陆分"), ("10", "人民币壹拾元整"),
     ("0.05", "人民币伍分"), ("100.05", "人民币壹佰元零伍分"), ("30000", "人民币叁万元整"),
     ("50000.5", "人民币伍万元伍角整"), ("10001", "人民币壹万零壹元整"),
     ("100000000", "人民币壹亿元整"), ("100010000", "人民币壹亿零壹万元整"),
     ("1020304.20", "人民币壹佰零贰万零叁佰零肆元贰角整")],
)  # fmt: skip
def test_amounts_are_written_so_that_nobody_can_add_a_digit(yuan: str, written: str) -> None:
    assert amount_in_words(Decimal(yuan)) == written


@pytest.mark.parametrize("yuan", ["-1", "1.005", "1E16"])
def test_what_is_no_amount_of_money_is_refused(yuan: str) -> None:
    with pytest.raises(BadInput):
        amount_in_words(Decimal(yuan))


_VALUES = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))


@given(st.integers(0, 10**12))
def test_an_amount_in_words_reads_back_as_the_amount(yuan: int) -> None:
    words = amount_in_words(Decimal(yuan)).removeprefix("人民币").removesuffix("元整")
    total, group, digit = 0, 0, 0
    for sign in words:
        if sign in _VALUES:
            digit = _VALUES[sign]
        elif sign in "拾佰仟":
            group += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
            digit = 0
        elif sign == "万":
            total, group, digit = total + (group + digit) * 10_000, 0, 0
        else:
            total, group, digit = (total + group + digit) * 10**8, 0, 0
    assert total + group + digit == yuan
