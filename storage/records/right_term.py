"""Term of a right (权利期限): whether it may be relied on on a day, and what its renewal does to that."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum

from storage.base.working_days import next_working_day
from storage.records.right import Right
from storage.records.right_words import MARKS

_GRACE_MONTHS, _BEFORE_MONTHS = 6, 12
"""Months after the last day in which a mark may still be renewed (续展宽展期), and before it from which renewal
may be applied for: 商标法 on renewal, §40 of the text of 2019, §44 of that of 2027."""


class Standing(StrEnum):
    """How a right stands on a day."""

    NOT_BEGUN = "not-begun"
    IN_FORCE = "in-force"
    IN_GRACE = "in-grace"
    """The term has ended, no renewal is on record, and the mark may still be renewed."""
    RENEWING = "renewing"
    """The term has ended and renewal was applied for in time: courts take a case before it is approved
    (法释〔2002〕32号第五条)."""
    ENDED = "ended"


LIVE = frozenset({Standing.IN_FORCE, Standing.IN_GRACE, Standing.RENEWING})
"""Standings in which the mark is not struck off: its renewal holds from the day after the old term."""


def standing_of(right: Right, day: date) -> Standing:
    """The standing of a right of the ledger on a day."""
    return standing(
        day,
        right.valid_from,
        right.valid_until,
        renewable=right.kind in MARKS,
        renewal_filed=right.renewal_filed,
    )


def standing(
    day: date,
    valid_from: date | None,
    valid_until: date | None,
    *,
    renewable: bool,
    renewal_filed: date | None,
) -> Standing:
    """The standing of a term, both days inclusive."""
    if valid_from is not None and day < valid_from:
        return Standing.NOT_BEGUN
    if valid_until is None or day <= valid_until:
        return Standing.IN_FORCE
    if not renewable:
        return Standing.ENDED
    if renews(renewal_filed, valid_until):
        return Standing.RENEWING
    return Standing.IN_GRACE if day <= grace_end(valid_until) else Standing.ENDED


def renews(filed: date | None, valid_until: date) -> bool:
    """Whether an application of that day asks for the term after this one: one made too late renews nothing,
    and one made earlier was for this term itself."""
    if filed is None:
        return False
    return _months_on(valid_until, -_BEFORE_MONTHS) <= filed <= grace_end(valid_until)


def grace_end(valid_until: date) -> date:
    """The last day on which renewal may be applied for: the same day six months on, or that month's last
    (民法典第二百零二条: 到期月的对应日为期间的最后一日，没有对应日的，月末日), and where offices rest on it the
    first working day after (民法典第二百零三条, 商标法实施条例第十二条第一款; its second paragraph moves no
    last day of the term itself)."""
    return next_working_day(_months_on(valid_until, _GRACE_MONTHS)).day


def _months_on(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
