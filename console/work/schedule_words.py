"""A task's schedule in plain words: 每天 06:00 beside `0 6 * * *`."""

from __future__ import annotations

import re

from storage.base.errors import BadInput
from storage.crawls.cron import check_cron, weekdays

DAYS = ("日", "一", "二", "三", "四", "五", "六")
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
