"""Values as people write them: dates and terms, lists, classes, kinds."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.base.errors import BadInput
from storage.records import RightKind
from storage.rights.class_lists import read_classes
from storage.rights.dates import EXCEL_EPOCH, Term, read_date, read_term
from storage.rights.import_values import split_text, texts, words
from storage.rights.kind_words import KIND_NAMES, read_kind

DAY = date(2029, 12, 15)
DAYS = st.dates(date(1920, 1, 1), date(2099, 12, 31))
FORMS = (
    "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0.year}/{0.month}/{0.day}",
    "{0.year}年{0.month}月{0.day}日", "{0:%Y年%m月%d日}", "{0:%Y%m%d}", "{0:%Y-%m-%d} 00:00:00",
)  # fmt: skip
WORDS = st.text(
    st.characters(exclude_characters="，,、;；/|｜\t\r\n()（）[]【】〔〕", categories=("L", "N")),
    min_size=1,
)


@pytest.mark.parametrize(
    "written",
    [
        "2029-12-15", "2029/12/15", "2029.12.15", "2029年12月15日", "二〇二九年十二月十五日", "20291215",
        20291215, 47467, "47467", 47467.0, "12/15/2029", "15/12/2029", "２０２９年１２月１５日",
        "2029-12-15 00:00:00", datetime(2029, 12, 15, 8, tzinfo=UTC), DAY, " 2029-12-15 ", "续展至2029年12月15日",
        "有效期至2029-12-15", "2029年12月15日止",
    ],
)  # fmt: skip
def test_a_date_is_read_as_people_write_it(written: object) -> None:
    assert read_date(written) == DAY


@pytest.mark.parametrize(
    "written",
    ["1898-01-01", "1898年1月1日", "一八九八年一月一日", "1898/1/1", "1898-01-01 00:00:00"],
)
def test_an_old_house_names_a_day_before_1900(written: str) -> None:
    assert read_date(written) == date(1898, 1, 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("soon", "date.unreadable"),
        ("2029", "date.unreadable"),
        ("2029年12月", "date.unreadable"),
        ("10年", "date.unreadable"),
        ("2029-02-30", "date.no-such-day"),
        ("02/03/2029", "date.two-readings"),
        ("2019-12-16至2029-12-15", "date.several"),
        (3.5, "date.unreadable"),
        (12, "date.unreadable"),
    ],
)
def test_what_is_no_date_is_refused(written: object, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_date(written)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "written",
    [
        "2019-12-16至2029-12-15", "2019年12月16日至2029年12月15日", "有效期 2019-12-16至2029-12-15",
        "2019.12.16-2029.12.15", "20191216-20291215", "自2019年12月16日起至2029年12月15日止",
        "2019/12/16～2029/12/15", "2019-12-16 00:00:00 至 2029-12-15 00:00:00",
    ],
)  # fmt: skip
def test_a_term_gives_its_first_and_last_day(written: str) -> None:
    assert read_term(written) == Term(start=date(2019, 12, 16), end=DAY)


def test_a_term_without_an_end_has_none() -> None:
    assert read_term("长期有效") == Term()
    assert read_term("2019年12月16日起") == Term(start=date(2019, 12, 16))
    assert read_term("2029-12-15") == Term(end=DAY)


@given(day=DAYS, form=st.sampled_from(FORMS))
def test_every_day_is_read_back_from_every_form(day: date, form: str) -> None:
    assert read_date(form.format(day)) == day


@given(day=DAYS)
def test_every_day_is_read_back_from_its_number_in_excel(day: date) -> None:
    number = (day - EXCEL_EPOCH).days
    assert read_date(number) == read_date(str(number)) == day


@given(start=DAYS, length=st.integers(1, 9000), form=st.sampled_from(FORMS[:-1]))
def test_every_term_is_read_back(start: date, length: int, form: str) -> None:
    end = min(start + timedelta(days=length), date(2099, 12, 31))
    if start < end:
        assert read_term(f"{form.format(start)}至{form.format(end)}") == Term(start=start, end=end)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_date, read_term, read_classes):
        with contextlib.suppress(BadInput):
            read(text)


@given(
    st.lists(WORDS, min_size=1, unique=True),
    st.sampled_from(["，", ",", "、", ";", "；", "|", "｜", "\n", "\t"]),
)
def test_a_list_is_split_at_each_mark(members: list[str], mark: str) -> None:
    assert texts(mark.join(members), "") == tuple(members)


@given(st.lists(WORDS, min_size=2, unique=True), st.sampled_from(["（）", "()", "【】", "[]"]))
def test_nothing_is_split_inside_brackets(members: list[str], brackets: str) -> None:
    inside = f"服装{brackets[0]}{'、'.join(members)}{brackets[1]}"
    assert texts(f"{inside}，鞋", "") == (inside, "鞋")


@given(st.text())
def test_splitting_loses_no_character_but_marks_and_blanks(text: str) -> None:
    parts = split_text(text, ",，、;；\n")
    assert all(part == part.strip() and part for part in parts)
    marks = set(",，、;；\n")
    assert set("".join(parts)) | marks >= {
        character for character in text if not character.isspace()
    }


def test_a_bracket_that_nothing_closes_parts_nothing_off() -> None:
    assert words("服装（内衣、裤子，鞋", "") == ("服装（内衣", "裤子", "鞋")
    assert words("服装（内衣、裤子)，鞋", "") == ("服装（内衣、裤子)", "鞋")


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("29,30", (29, 30)),
        ("29，30、31；32", (29, 30, 31, 32)),
        ("第29、30类", (29, 30)),
        ("第29类、第30类", (29, 30)),
        ("29类", (29,)),
        ("29类 食品", (29,)),
        ("第29类食品;第30类 方便食品", (29, 30)),
        ("２９", (29,)),
        ("3.0", (3,)),
        ("29-31", (29, 30, 31)),
        ("第二十九类", (29,)),
        ("05", (5,)),
        ("29 30", (29, 30)),
        ("29、29", (29,)),
    ],
)
def test_classes_are_read_as_people_write_them(written: str, numbers: tuple[int, ...]) -> None:
    assert read_classes(written) == numbers


@pytest.mark.parametrize("written", ["食品", "", "A1", "31-29"])
def test_what_is_no_list_of_classes_is_refused(written: str) -> None:
    with pytest.raises(BadInput):
        read_classes(written)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("普通商标", RightKind.TRADEMARK),
        ("一般", RightKind.TRADEMARK),
        ("驰名商标", RightKind.TRADEMARK),
        ("区域公用品牌", RightKind.TRADEMARK),
        ("集体商标", RightKind.COLLECTIVE),
        ("证明", RightKind.CERTIFICATION),
        ("地理标志证明商标", RightKind.CERTIFICATION),
        ("地理标志产品", RightKind.GEOGRAPHICAL_INDICATION),
        ("农产品地理标志", RightKind.GEOGRAPHICAL_INDICATION),
        ("外观设计专利", RightKind.PATENT),
        ("certification", RightKind.CERTIFICATION),
        ("Geographical-Indication", RightKind.GEOGRAPHICAL_INDICATION),
    ],
)
def test_a_kind_is_known_by_its_chinese_names(word: str, kind: RightKind) -> None:
    assert read_kind(word) is kind
    assert read_kind(KIND_NAMES[kind]) is kind


def test_a_word_that_names_no_kind_is_none() -> None:
    assert read_kind("歌曲") is None
