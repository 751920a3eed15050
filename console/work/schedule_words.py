"""A task's schedule in plain words: 每天 06:00 beside `0 6 * * *`."""

from __future__ import annotations

import re

from storage.base.errors import BadInput
from storage.crawls.tasks import check_cron

DAYS = ("日", "一", "二", "三", "四", "五", "六")
_NAMES = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def describe(cron: str | None) -> str:
    """The usual cron lines in Chinese; an unusual one as it stands."""
    if not cron:
        return "手动"
    minute, hour, day, month, weekday = cron.split()
    if month != "*":
        return cron
    if (day, weekday) == ("*", "*"):
        return _within_day(minute, hour) or cron
    if not (minute.isdigit() and hour.isdigit()):
        return cron
    at = f"{int(hour):02d}:{int(minute):02d}"
    if weekday == "*" and day.isdigit():
        return f"每月 {day} 日 {at}"
    if day == "*":
        try:
            return f"每周{'、'.join(DAYS[number] for number in weekdays(weekday))} {at}"
        except BadInput:
            return cron
    return cron


def _within_day(minute: str, hour: str) -> str | None:
    if minute.startswith("*/") and hour == "*":
        return f"每 {minute[2:]} 分钟"
    if minute == "*" and hour == "*":
        return "每分钟"
    if not minute.isdigit():
        return None
    if hour == "*":
        return f"每小时第 {int(minute)} 分"
    if hour.startswith("*/"):
        return f"每 {hour[2:]} 小时"
    return f"每天 {int(hour):02d}:{int(minute):02d}" if hour.isdigit() else None


def weekdays(field: str) -> list[int]:
    """The days of a cron line's fifth field as 0 (Sunday) … 6. Raises BadInput.

    APScheduler counts from Monday where cron counts from Sunday, so names must be handed to it.
    """
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


def _weekday(text: str, field: str) -> int:
    if text in _NAMES:
        return _NAMES.index(text)
    if text.isdigit() and int(text) <= 7:
        return int(text) % 7
    raise BadInput("schedule.cron-weekday", field=field)


def weekday_names(field: str) -> str:
    """The fifth field in names, for APScheduler. Raises BadInput."""
    return "*" if field in ("*", "?") else ",".join(_NAMES[day] for day in weekdays(field))


def read_schedule(how: str, at: str, weekday: str, cron: str) -> str | None:
    """The cron line that the form's choice means; None for 手动. Raises BadInput."""
    if how == "none":
        return None
    if how == "cron":
        return check_cron(cron)
    if how == "hourly":
        return "0 * * * *"
    match = _TIME.fullmatch(at)
    if match is None:
        raise BadInput("schedule.no-time")
    hour, minute = int(match[1]), int(match[2])
    if how == "weekly":
        if weekday not in set("0123456"):
            raise BadInput("schedule.no-weekday")
        return f"{minute} {hour} * * {weekday}"
    return f"{minute} {hour} * * *"


def schedule_choice(cron: str | None) -> dict[str, str]:
    """The form's choice that stands for a cron line: how, at, weekday, cron."""
    choice = {"how": "none", "at": "06:00", "weekday": "1", "cron": cron or ""}
    if not cron:
        return choice
    minute, hour, day, month, weekday = cron.split()
    if cron == "0 * * * *":
        return {**choice, "how": "hourly"}
    timed = minute.isdigit() and hour.isdigit() and (day, month) == ("*", "*")
    if not timed or (weekday != "*" and weekday not in set("0123456")):
        return {**choice, "how": "cron"}
    at = f"{int(hour):02d}:{int(minute):02d}"
    if weekday == "*":
        return {**choice, "how": "daily", "at": at}
    return {**choice, "how": "weekly", "at": at, "weekday": weekday}
