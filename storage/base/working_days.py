"""Working days (工作日) with the State Council's moved rest days (调休)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the holidays that no yearly plan moves (全国年节及纪念日放假办法 §2 as revised in 2024:
元旦, 劳动节, 国庆节)."""
_LUNAR_HOLIDAYS: Mapping[int, tuple[date, ...]] = {
    2027: (date(2027, 2, 6), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 4, 4), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3), date(2030, 4, 5), date(2030, 6, 5), date(2030, 9, 12)),
}
"""春节, 清明, 端午, 中秋 of years without a published plan: days of the lunar calendar and the solar term
(GB/T 33661-2017), which are rest days by the same §2 whatever the plan moves."""
_SPRING_FESTIVAL = range(-1, 3)
"""Days of 春节 from its first: 除夕 and the first three days of the year (§2 as revised in 2024)."""


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """期限届满日: the last day of a term."""

    day: date
    provisional: bool
    """暂定: a year on the way has no published holiday plan yet: weekdays but the holidays of the law were counted."""

    def __str__(self) -> str:
        date_text = f"{self.day.year}年{self.day.month}月{self.day.day}日"
        return f"{date_text}（暂定）" if self.provisional else date_text


def is_working_day(day: date) -> tuple[bool, bool]:
    """Whether offices work on `day`, and whether that is only a guess from the calendar."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day)), False
    except NotImplementedError:
        return day.weekday() < 5 and not _is_statutory_holiday(day), True


def _is_statutory_holiday(day: date) -> bool:
    if (day.month, day.day) in _FIXED_HOLIDAYS:
        return True
    spring, *festivals = _LUNAR_HOLIDAYS.get(day.year, (date.min,))
    return day in festivals or (day - spring).days in _SPRING_FESTIVAL


def add_working_days(start: date, days: int) -> DueDay:
    """The `days`-th working day after `start`; the day of the event itself does not count."""
    day, provisional, left = start, False, days
    while left > 0:
        day += timedelta(days=1)
        working, guessed = is_working_day(day)
        provisional = provisional or guessed
        left -= working
    return DueDay(day=day, provisional=provisional)


def working_days_before(day: date, days: int) -> date:
    """The `days`-th working day before `day`."""
    left = days
    while left > 0:
        day -= timedelta(days=1)
        left -= is_working_day(day)[0]
    return day


def add_days(start: date, days: int) -> DueDay:
    """`days` natural days after `start`; when that is a rest day, the next working day.

    民法典 §203.
    """
    return next_working_day(start + timedelta(days=days))


def next_working_day(day: date) -> DueDay:
    """`day` itself where offices work on it, else the first day after it on which they do."""
    working, provisional = is_working_day(day)
    while not working:
        day += timedelta(days=1)
        working, guessed = is_working_day(day)
        provisional = provisional or guessed
    return DueDay(day=day, provisional=provisional)
