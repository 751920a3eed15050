"""Special prices that hold from one day to another (促销价): those whose days are over, or still to come, are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from crawler.extract.structured.state_item import item_price
from crawler.extract.structured.state_keys import (
    PROMOTION_ENDS,
    PROMOTION_PRICES,
    PROMOTION_STARTS,
    PROMOTION_STATES,
)

_NUMBER = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d*)?")
"""Unix time in seconds or in thousandths."""
_DATE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(?:(Z)|([+-]\d{2}):?(\d{2}))?)?"
)
"""A day, or a moment of it with or without a zone: Java and Python write 2026-05-10T07:12:27.000+0000."""
_PRICES = frozenset(PROMOTION_PRICES)
_MOST_NODES = 30_000
"""Objects, lists and values that are visited in one script's value; a bound on the work that one page may cost."""
_OFF = frozenset({"0", "false"})
_SHOP_ZONE = timezone(timedelta(hours=8))
"""Where the programs that write such days are used: China has one time zone."""


def without_other_days(item: dict[str, Any], at: datetime | None) -> dict[str, Any]:
    """The object without its special prices where they do not hold at this time.

    A promotion that is switched off never holds, nor one whose end is written as none while its price stays
    (ECShop). Without `at` the days are not judged.
    """
    prices = [key for key in PROMOTION_PRICES if key in item]
    if not prices or (not _is_off(item) and (at is None or _holds(item, at))):
        return item
    return {key: value for key, value in item.items() if key not in prices}


def _promoted_objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a script's value that hold a special price; at most `_MOST_NODES` are looked through."""
    queue = [value]
    for _ in range(_MOST_NODES):
        if not queue:
            return
        inner = queue.pop()
        if isinstance(inner, dict):
            if not _PRICES.isdisjoint(inner):
                yield inner
            queue.extend(inner.values())
        elif isinstance(inner, list):
            queue.extend(inner)


def leave_out_other_days(value: Any, at: datetime | None) -> bool:
    """Take the special prices that do not hold at this time out of a script's value, all through. Returns whether
    one holds, a price of zero or none left aside."""
    holds = False
    for item in list(_promoted_objects(value)):
        special = {key: item[key] for key in PROMOTION_PRICES if key in item}
        if _PRICES.isdisjoint(without_other_days(item, at)):
            for key in special:
                del item[key]
        elif item_price(special):
            holds = True
    return holds


def _is_off(item: dict[str, Any]) -> bool:
    return any(str(item.get(key)).strip().lower() in _OFF for key in PROMOTION_STATES)


def _holds(item: dict[str, Any], at: datetime) -> bool:
    starts = [moment for key in PROMOTION_STARTS if (moment := _moment(item.get(key), late=False))]
    ends = [moment for key in PROMOTION_ENDS if (moment := _moment(item.get(key), late=True))]
    return all(start <= at for start in starts) and all(at <= end for end in ends)


def _moment(value: Any, *, late: bool) -> datetime | None:
    """A time as programs write it; a day alone begins or, with `late`, ends then."""
    text = str(value).strip()
    if number := _NUMBER.fullmatch(text):
        return datetime.fromtimestamp(int(number[1]), UTC)
    date = _DATE.fullmatch(text)
    if date is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in date.groups()[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(*date.groups()[6:]))
        return moment + timedelta(days=1) if late and date[4] is None else moment
    except (ValueError, OverflowError):  # no day of the calendar, or 9999-12-31 for no end
        return None


def _zone(utc: str | None, hours: str | None, minutes: str | None) -> tzinfo:
    """The zone that a time names; that of the shop where it names none. Raises ValueError for none on earth."""
    if utc:
        return UTC
    if not hours:
        return _SHOP_ZONE
    sign = -1 if hours.startswith("-") else 1
    return timezone(timedelta(hours=int(hours), minutes=sign * int(minutes or 0)))
