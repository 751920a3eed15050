"""The office's time (北京时间): its day decides whether a term, a licence or a right has ended.

China keeps one time in the whole country (GB/T 7408); moments are stored in UTC, days are the office's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE_TIME = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day that it is in the office now."""
    return day_of(datetime.now(UTC))


def day_of(moment: datetime) -> date:
    """The office's day at a moment; a moment without a time zone is read as office time."""
    return (moment.astimezone(OFFICE_TIME) if moment.tzinfo else moment).date()


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the office."""
    return datetime.combine(day, time(), OFFICE_TIME)


def day_bounds(first: date, last: date | None = None) -> tuple[datetime, datetime]:
    """The moments between which the days from `first` to `last` lie, the end exclusive; without
    `last` those of one day."""
    return midnight(first), midnight((last or first) + timedelta(days=1))
