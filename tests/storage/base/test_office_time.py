from __future__ import annotations

from datetime import UTC, date, datetime

from storage.base.office_time import day_bounds, day_of, midnight


def test_the_offices_day_begins_at_four_in_the_afternoon_of_the_day_before_in_utc() -> None:
    assert day_of(datetime(2026, 1, 1, 15, 59, tzinfo=UTC)) == date(2026, 1, 1)
    assert day_of(datetime(2026, 1, 1, 16, 0, tzinfo=UTC)) == date(2026, 1, 2)
    assert midnight(date(2026, 1, 2)) == datetime(2026, 1, 1, 16, tzinfo=UTC)


def test_a_moment_without_a_zone_is_office_time() -> None:
    assert day_of(datetime.fromisoformat("2026-01-01T23:59")) == date(2026, 1, 1)


def test_the_bounds_of_days_hold_the_last_day_whole() -> None:
    start, end = day_bounds(date(2026, 1, 2), date(2026, 1, 3))
    assert (day_of(start), day_of(end)) == (date(2026, 1, 2), date(2026, 1, 4))
    assert (end - start).days == 2
