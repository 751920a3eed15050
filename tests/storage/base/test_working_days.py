from __future__ import annotations

from datetime import date

import pytest

from storage.base.working_days import add_days, add_working_days, is_working_day


def test_a_moved_sunday_is_worked_and_a_holiday_is_not() -> None:
    # 国务院办公厅, 2026: 10 October (Saturday) is worked for the National Day holidays.
    assert is_working_day(date(2026, 10, 10)) == (True, False)
    assert is_working_day(date(2026, 10, 5)) == (False, False)


def test_the_day_of_the_event_does_not_count() -> None:
    due = add_working_days(date(2026, 11, 20), 1)
    assert (due.day, due.provisional) == (date(2026, 11, 23), False)


def test_a_term_that_ends_on_a_rest_day_ends_on_the_next_working_day() -> None:
    assert add_days(date(2026, 11, 6), 15).day == date(2026, 11, 23)


def test_beyond_the_published_holidays_the_day_is_marked_provisional() -> None:
    due = add_working_days(date(2035, 1, 1), 3)
    assert due.provisional
    assert str(due) == "2035年1月4日（暂定）"


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 2, 5), date(2027, 2, 8), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15),
        date(2028, 1, 25), date(2028, 1, 28), date(2029, 2, 12), date(2030, 9, 12),
    ],
)  # fmt: skip
def test_festivals_of_the_lunar_calendar_are_rest_days_before_the_plan_is_published(
    day: date,
) -> None:
    assert not is_working_day(day)[0]
