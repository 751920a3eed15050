"""Cron lines in plain words, and read as cron reads them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.work.schedule_words import describe, read_schedule, schedule_choice
from storage.base.errors import BadInput
from storage.base.office_time import OFFICE_TIME
from storage.crawls.cron import check_cron, next_slot, read_cron, weekdays


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        (None, "手动"),
        ("0 6 * * *", "每天 06:00"),
        ("30 8 * * 1,3", "每周一、三 08:30"),
        ("0 9 * * 1-5", "每周一、二、三、四、五 09:00"),
        ("0 2 1 * *", "每月 1 日 02:00"),
        ("*/15 * * * *", "每 15 分钟"),
        ("5 * * * *", "每小时第 5 分"),
        ("0 */6 * * *", "每 6 小时"),
        ("0 6 1 1 *", "0 6 1 1 *"),
    ],
)
def test_usual_cron_lines_are_said_in_chinese(cron: str | None, words: str) -> None:
    assert describe(cron) == words


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("0", [0]),
        ("7", [0]),
        ("1-5", [1, 2, 3, 4, 5]),
        ("fri-mon", [0, 1, 5, 6]),
        ("*/2", [0, 2, 4, 6]),
    ],
)
def test_weekdays_count_from_sunday_as_cron_does(field: str, days: list[int]) -> None:
    assert weekdays(field) == days


def test_a_weekday_falls_on_the_day_that_cron_means() -> None:
    monday = read_cron("0 6 * * 1").get_next_fire_time(
        None, datetime(2026, 11, 22, tzinfo=OFFICE_TIME)
    )
    assert monday == datetime(2026, 11, 23, 6, tzinfo=OFFICE_TIME)
    assert monday.strftime("%A") == "Monday"


def test_either_day_field_is_enough_when_both_are_restricted() -> None:
    trigger = read_cron("0 6 25 * 1")
    first = trigger.get_next_fire_time(None, datetime(2026, 11, 22, tzinfo=OFFICE_TIME))
    second = trigger.get_next_fire_time(first, first.replace(hour=7))
    assert (first.day, second.day) == (23, 25)


@pytest.mark.parametrize(
    "line", ["", "* * * *", "0 25 * * *", "0 6 * * 9", "x * * * *", "0 6 * * mon-"]
)
def test_a_line_that_cron_would_refuse_is_refused(line: str) -> None:
    with pytest.raises(BadInput):
        read_cron(line)


@pytest.mark.parametrize("line", ["61 2 * * *", "0 24 * * *", "0 0 30 2 *", "0 0 32 * *"])
def test_a_line_that_can_never_be_due_is_refused_wherever_a_task_is_stored(line: str) -> None:
    with pytest.raises(BadInput):
        check_cron(line)


def test_the_next_slot_is_in_the_time_of_the_office() -> None:
    after = datetime(2026, 11, 22, 7, tzinfo=OFFICE_TIME)
    assert next_slot("0 6 * * *", after) == datetime(2026, 11, 23, 6, tzinfo=OFFICE_TIME)


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_a_line(line: str) -> None:
    try:
        read_cron(line)
    except BadInput:
        return
    assert len(line.split()) == 5


@pytest.mark.parametrize(
    ("form", "cron"),
    [
        (("none", "", "", ""), None),
        (("daily", "06:05", "", ""), "5 6 * * *"),
        (("weekly", "18:00", "0", ""), "0 18 * * 0"),
        (("hourly", "", "", ""), "0 * * * *"),
        (("cron", "", "", "*/5 8-18 * * 1-5"), "*/5 8-18 * * 1-5"),
    ],
)
def test_the_form_makes_the_line(form: tuple[str, str, str, str], cron: str | None) -> None:
    assert read_schedule(*form) == cron


@pytest.mark.parametrize("form", [("daily", "25:00", "", ""), ("weekly", "06:00", "9", "")])
def test_a_time_that_is_none_is_refused(form: tuple[str, str, str, str]) -> None:
    with pytest.raises(BadInput):
        read_schedule(*form)


@pytest.mark.parametrize(
    "cron",
    [None, "0 * * * *", "0 6 * * *", "30 18 * * 5", "15 7 1 * *", "*/5 * * * *", "0 6 * * 1-5"],
)
def test_the_form_shows_the_choice_that_makes_the_same_cron_line(cron: str | None) -> None:
    choice = schedule_choice(cron)
    assert read_schedule(choice["how"], choice["at"], choice["weekday"], choice["cron"]) == cron
