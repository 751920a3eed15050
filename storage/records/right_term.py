"""Term of a right (权利期限): whether it may be relied on on a day, and what its renewal does to that."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum

from storage.records.right import Right
from storage.records.right_words import MARKS

_GRACE_MONTHS = 6
"""Months after the last day in which a mark may still be renewed (续展宽展期): 商标法 on renewal, §40 of the
text of 2019, §44 of that of 2027."""


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
    """The standing of a term, both days inclusive; an application after the grace period renews nothing."""
    if valid_from is not None and day < valid_from:
        return Standing.NOT_BEGUN
    if valid_until is None or day <= valid_until:
        return Standing.IN_FORCE
    if not renewable:
        return Standing.ENDED
    last = grace_end(valid_until)
    if renewal_filed is not None and renewal_filed <= last:
        return Standing.RENEWING
    return Standing.IN_GRACE if day <= last else Standing.ENDED


def grace_end(valid_until: date) -> date:
    """The last day on which renewal may be applied for: the same day six months on, or that month's last
    (民法典第二百零二条: 到期月的对应日为期间的最后一日，没有对应日的，月末日)."""
    months = valid_until.month - 1 + _GRACE_MONTHS
    year, month = valid_until.year + months // 12, months % 12 + 1
    return date(year, month, min(valid_until.day, calendar.monthrange(year, month)[1]))
