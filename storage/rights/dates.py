"""Dates and terms as people write them in tables (日期、专用期限).

    2029-12-15  2029/12/15  2029.12.15  2029年12月15日  二〇二九年十二月十五日  20291215  12/25/2029
    47467 (a day number of Excel)  2019-12-16至2029-12-15  长期

A text from which two different days can be read (02/03/2029) is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.base.chinese_number import read_number, year_in_figures
from storage.base.errors import BadInput

EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's calendar as counted from March 1900 (ECMA-376 part 1, 18.17.4.1)."""
EXCEL_DAYS = range(7306, 73051)
"""Day numbers that are taken for dates: 1920-01-01 to 2099-12-31; others are not of a mark's time."""
_NUMERALS = "〇○零一二三四五六七八九十"
_YEAR = r"(?P<year>(?:1\d|20|21)\d\d)"
"""Old houses (老字号) name the year of their founding: earlier use since 1663 is a date too."""
_CLOCK = r"(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        _YEAR
        + r"\s*[-/.·、—–]\s*(?P<month>\d{1,2})\s*[-/.·、—–]\s*(?P<day>\d{1,2})(?!\d)"
        + _CLOCK,
        _YEAR + r"\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        r"(?<!\d)(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-]" + _YEAR + r"(?!\d)",
    )
)
_CHINESE_DATE = re.compile(
    rf"([{_NUMERALS}]{{4}})\s*年\s*([{_NUMERALS}]{{1,3}})\s*月\s*([{_NUMERALS}]{{1,3}})\s*[日号]?"
)
_LEFT_OVER = re.compile(
    r"专用权|专用|使用|有效|注册|商标|续展|延续|许可|期限|期间|期|截止|起始|到期|日期|为|自|从|由|于|至|到|止|起|日|核准"
    r"|from|to|until|till|[-—–~～/:,;。，：；()\[\]\s]"
)
"""Words and marks that may stand around dates in a cell."""
_WITHOUT_END = re.compile(r"长期(有效)?|永久(有效)?|无固定期限|无限期")


@dataclass(frozen=True, kw_only=True)
class Term:
    """First and last day (起、止), as far as they are written."""

    start: date | None = None
    end: date | None = None


def is_reversed(start: date | None, end: date | None) -> bool:
    """Whether what lasts from one day to another ends before it starts."""
    return bool(start and end and start > end)


def read_term(value: object) -> Term:
    """The term that a cell holds; a single date is its end. Raises BadInput."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        if _WITHOUT_END.fullmatch(text):
            return Term()
        days = _days(text)
        if len(days) == 2:
            return Term(start=days[0], end=days[1])
        if len(days) > 2:
            raise BadInput("date.several", value=value)
        if days and re.search(r"起\s*$", text):
            return Term(start=days[0])
    return Term(end=read_date(value))


def read_date(value: object) -> date:
    """The day that a cell or a text holds. Raises BadInput."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _numbered_day(value)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if re.fullmatch(r"\d{4,5}(\.\d+)?", text):
        return _numbered_day(float(text))
    days = _days(text)
    if not days:
        raise BadInput("date.unreadable", value=value)
    if len(days) > 1:
        raise BadInput("date.several", value=value)
    return days[0]


def _numbered_day(number: float) -> date:
    """A day number of Excel, or eight figures of a date."""
    if int(number) in EXCEL_DAYS:
        return EXCEL_EPOCH + timedelta(days=int(number))
    days = _days(str(int(number))) if number == number // 1 else []
    if len(days) != 1:
        raise BadInput("date.unreadable", value=number)
    return days[0]


def _days(text: str) -> list[date]:
    """All days in a text that holds nothing else; none where anything else stands there.

    Raises BadInput for a day that no calendar has, or that reads in two ways."""
    text = _CHINESE_DATE.sub(_in_figures, text)
    spans: dict[int, tuple[int, date]] = {}
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            overlaps = any(
                start < match.end() and match.start() < end for start, (end, _) in spans.items()
            )
            if not overlaps:
                spans[match.start()] = (match.end(), _day(match))
    remaining = "".join(_gaps(text, sorted((start, end) for start, (end, _) in spans.items())))
    if _LEFT_OVER.sub("", remaining):
        return []
    return [day for _, (_, day) in sorted(spans.items())]


def _gaps(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    position = 0
    for start, end in spans:
        yield text[position:start]
        position = end
    yield text[position:]


def _in_figures(match: re.Match[str]) -> str:
    month, day = (read_number(part.replace("○", "〇")) for part in (match[2], match[3]))
    return f"{year_in_figures(match[1])}年{month}月{day}日"


def _day(match: re.Match[str]) -> date:
    parts = match.groupdict()
    year = int(parts["year"])
    if "first" in parts:
        month, day = _month_first(int(parts["first"]), int(parts["second"]), match[0])
    else:
        month, day = int(parts["month"]), int(parts["day"])
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput("date.no-such-day", value=match[0]) from None


def _month_first(first: int, second: int, text: str) -> tuple[int, int]:
    """Month and day of a date that ends in its year."""
    if first <= 12 and second <= 12 and first != second:
        raise BadInput("date.two-readings", value=text)
    return (second, first) if first > 12 else (first, second)
