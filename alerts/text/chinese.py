"""Dates, numbers and amounts of money as Chinese official documents write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from storage.base.errors import BadInput
from storage.base.office_time import OFFICE_TIME

_DAY = re.compile(r"(\d{4})[年-](\d{1,2})[月-](\d{1,2})日?")
_MOMENT = re.compile(
    r"(\d{4})[年-](\d{1,2})[月-](\d{1,2})日?[ T]?(\d{1,2})[时:：](?:(\d{1,2})(?:分|$|[:：])(?:(\d{1,2})秒?)?)?"
)
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def chinese_date(day: date) -> str:
    """2026年11月22日: Arabic digits without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_day(text: str) -> date | None:
    """The day that `2026年11月18日` or `2026-11-18` names; None where it is no day."""
    match = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def chinese_moment(moment: datetime) -> str:
    """2026年11月22日14时05分30秒 in the office's time; a moment without a zone is refused."""
    if moment.tzinfo is None:
        raise BadInput("moment.no-zone", moment=moment.isoformat())
    local = moment.astimezone(OFFICE_TIME)
    return f"{chinese_date(local)}{local.hour}时{local.minute:02d}分{local.second:02d}秒"


def read_moment(text: str) -> datetime | None:
    """The moment that `2026年11月20日10时10分` (秒 optional) or `2026-11-20 10:10` names in the office's
    time; None where it is none."""
    match = _MOMENT.fullmatch(text.strip())
    try:
        parts = [int(part or 0) for part in match.groups()] if match else None
        return datetime(*parts, tzinfo=OFFICE_TIME) if parts else None  # type: ignore[arg-type, misc]
    except ValueError:
        return None


def chinese_minute(moment: datetime) -> str:
    """The same to the minute, as people are told a time: 2026年11月22日14时05分."""
    return chinese_moment(moment).rpartition("分")[0] + "分"


def amount_in_words(yuan: Decimal) -> str:
    """人民币壹仟贰佰叁拾肆元伍角陆分 (大写, by the rules of 支付结算办法 for bills).

    Raises BadInput below zero, above ten thousand 亿, or for finer than 分.
    """
    cents = (yuan * 100).to_integral_value(ROUND_HALF_UP)
    if yuan < 0 or yuan >= Decimal(10) ** 16 or cents != yuan * 100:
        raise BadInput("amount.not-yuan", amount=yuan)
    whole, fraction = divmod(int(cents), 100)
    jiao, fen = divmod(fraction, 10)
    written = f"{_integer(whole)}元" if whole or not fraction else ""
    if not fraction:
        return f"人民币{written}整"
    if jiao:
        written += f"{_DIGITS[jiao]}角"
    elif whole:
        written += "零"
    return f"人民币{written}{f'{_DIGITS[fen]}分' if fen else '整'}"


def _integer(number: int) -> str:
    if number == 0:
        return "零"
    written, gap = "", False
    for place in range(3, -1, -1):
        group = number // 10_000**place % 10_000
        if not group:
            gap = gap or bool(written)
            continue
        if written and (gap or group < 1000):
            written += "零"
        written += _group(group, _DIGITS, _PLACES) + _GROUPS[place]
        gap = False
    return written


def _group(number: int, digits: str, places: tuple[str, ...]) -> str:
    written, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = gap or bool(written)
            continue
        written += (digits[0] if gap else "") + digits[digit] + places[place]
        gap = False
    return written
