"""Cron lines (定时) as the office writes them: five fields in its own time, refused when they can never be due.

APScheduler reads the fields. It counts weekdays from Monday where cron counts from Sunday, so they are
handed to it by name.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from storage.base.errors import BadInput
from storage.base.office_time import OFFICE_TIME

_FIELD = re.compile(r"[\d*,/?A-Za-z-]+")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


def check_cron(cron: str | None) -> str | None:
    """Five fields that are due at some moment, or None for an empty line. Raises BadInput."""
    if cron is None or not cron.strip():
        return None
    line = " ".join(cron.split())
    if next_slot(line, datetime.now(OFFICE_TIME)) is None:
        raise BadInput("schedule.cron-never", line=line)
    return line


def next_slot(line: str, after: datetime) -> datetime | None:
    """The first moment later than `after` at which the line is due; None where there is none.

    Raises BadInput.
    """
    moment = read_cron(line).get_next_fire_time(after, after)
    return moment if isinstance(moment, datetime) else None


def read_cron(line: str) -> Any:
    """The APScheduler trigger of a cron line, in the office's zone. Raises BadInput.

    Where both day fields are restricted either one is enough, as cron itself reads it.
    """
    from apscheduler.triggers.combining import OrTrigger
    from apscheduler.triggers.cron import CronTrigger

    fields = line.split()
    if len(fields) != 5 or not all(_FIELD.fullmatch(part) for part in fields):
        raise BadInput("task.bad-cron", cron=line)
    minute, hour, day, month, weekday = fields
    common = {"minute": minute, "hour": hour, "month": month, "timezone": OFFICE_TIME}
    weekday = weekday_names(weekday)
    day = "*" if day == "?" else day
    try:
        if "*" in (day, weekday):
            return CronTrigger(day=day, day_of_week=weekday, **common)
        either = [CronTrigger(day=day, **common), CronTrigger(day_of_week=weekday, **common)]
        return OrTrigger(either)
    except ValueError as error:
        raise BadInput("schedule.cron-value", line=line) from error


def weekdays(field: str) -> list[int]:
    """The days of a cron line's fifth field as 0 (Sunday) … 6. Raises BadInput."""
    days: set[int] = set()
    for part in field.lower().split(","):
        span, _, step = part.partition("/")
        first, ranged, last = span.partition("-")
        if (ranged and not last) or (step and not step.isdigit()):
            raise BadInput("schedule.cron-weekday", field=field)
        start = 0 if span == "*" else _weekday(first, field)
        end = 6 if span == "*" else _weekday(last, field) if last else start
        end = end + 7 if end < start else end
        days.update(day % 7 for day in range(start, end + 1, max(1, int(step or 1))))
    return sorted(days)


def weekday_names(field: str) -> str:
    """The fifth field in names, for APScheduler. Raises BadInput."""
    return "*" if field in ("*", "?") else ",".join(_WEEKDAYS[day] for day in weekdays(field))


def _weekday(text: str, field: str) -> int:
    if text in _WEEKDAYS:
        return _WEEKDAYS.index(text)
    if text.isdigit() and int(text) <= 7:
        return int(text) % 7
    raise BadInput("schedule.cron-weekday", field=field)
