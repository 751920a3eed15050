"""免打扰时段: when digests wait until morning; alerts and letters never do."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings


def after_quiet_hours(moment: datetime, settings: Settings) -> datetime:
    """`moment`, or the end of the quiet hours that it falls into (office time)."""
    if settings.quiet_hours is None:
        return moment
    if not is_quiet(settings.quiet_hours, moment):
        return moment
    start, end = (time.fromisoformat(part) for part in settings.quiet_hours.split("-"))
    local = moment.astimezone(OFFICE_TIME)
    clock = local.time()
    overnight = start > end
    day = local.date() + timedelta(days=1 if overnight and clock >= start else 0)
    return datetime.combine(day, end, OFFICE_TIME)


def is_quiet(hours: str | None, moment: datetime) -> bool:
    """Whether a moment falls into quiet hours like 22:00-07:00 (office time)."""
    if hours is None:
        return False
    start, end = (time.fromisoformat(part) for part in hours.split("-"))
    clock = moment.astimezone(OFFICE_TIME).time()
    return clock >= start or clock < end if start > end else start <= clock < end
