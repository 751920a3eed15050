"""办理期限: by when a letter asks for something. A day that has passed, a day that no calendar has, or no
day at all binds nobody; a last day on which nobody works is told to the approver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from alerts.letters.model.letter_kind import Field, Kind
from alerts.text.chinese import chinese_date
from storage.base.chinese_number import read_chinese_number, year_in_figures
from storage.base.working_days import add_days, is_working_day
from storage.records.letter_facts import Facts

_DAY = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?")
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_YEARLESS = re.compile(r"(?<![\d年])(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_HALF_YEAR = timedelta(days=183)
"""A day without a year that lies further back is one of the next year; chosen by hand."""
_COUNT = re.compile(
    r"[0-9一二两三四五六七八九十百]+\s*个?(?:工作日|自然日|日|天|小时|个?月)|立即|即时|当场|当日"
)
_LONGEST = timedelta(days=366)
"""From which a term looks like a slip in the year; chosen by hand."""


def days_in(text: str) -> Iterator[tuple[str, date | None]]:
    """Each day that a text names, as written, with the day; None where the calendar has no such day."""
    for match in _DAY.finditer(text):
        yield match[0], _day(*map(int, match.groups()))
    for match in _CHINESE_DAY.finditer(text):
        month, day = read_chinese_number(match[2]), read_chinese_number(match[3])
        yield match[0], _day(int(year_in_figures(match[1])), month, day)


def yearless_days(text: str, today: date) -> Iterator[tuple[str, date | None]]:
    """Each day that a term names without a year, as the nearest one; None where no year has it."""
    for match in _YEARLESS.finditer(_CHINESE_DAY.sub("", _DAY.sub("", text))):
        month, day = int(match[1]), int(match[2])
        days = [_day(year, month, day) for year in (today.year, today.year + 1)]
        near = [day for day in days if day and today - _HALF_YEAR < day]
        yield match[0], near[0] if near else None


def _day(year: int, month: int, day: int) -> date | None:
    """None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def deadline_conflicts(kind: Kind, facts: Facts, today: date) -> Iterator[tuple[str, str]]:
    """Each term of the letter that cannot be kept, as its path and a Chinese clause."""
    for field, text in _terms(kind, facts):
        days = [*days_in(text), *yearless_days(text, today)]
        path = f"fields.{field.name}"
        if not days and not _COUNT.search(text):
            yield (
                path,
                f"“{text}”没有写明日期或者天数，请写作2026年12月1日前，或者收到之日起五个工作日内",
            )
        for words, day in days:
            if day is None:
                yield path, f"“{words}”不是日期"
            elif day <= today:
                yield (
                    path,
                    f"“{field.label}”{chinese_date(day)}不晚于{chinese_date(today)}，无法履行",
                )


def deadline_warnings(kind: Kind, facts: Facts, today: date) -> Iterator[str]:
    """What the approver must know of the terms: a last day on which nobody works, one far away."""
    for field, text in _terms(kind, facts):
        for _, day in (*days_in(text), *yearless_days(text, today)):
            if day is None or day <= today:
                continue
            working, guessed = is_working_day(day)
            if not working:
                due = add_days(day, 0)
                yield (
                    f"“{field.label}”{chinese_date(day)}是休息日"
                    f"{'（放假安排尚未公布，暂按周末和法定节日推算）' if guessed else ''}，宜写为{due}"
                )
            if day - today > _LONGEST:
                yield f"“{field.label}”{chinese_date(day)}在一年以后，请核对年份"


def narrated_days(kind: Kind, facts: Facts, letter: date) -> Iterator[tuple[str, str]]:
    """Days in what a letter tells as done that are no days or are to come, as path and clause."""
    for field in kind.fields:
        if not field.narrative:
            continue
        for words, day in days_in(facts.fields.get(field.name, "")):
            if day is None:
                yield f"fields.{field.name}", f"“{words}”不是日期"
            elif day > letter:
                why = f"“{field.label}”写到{chinese_date(day)}，晚于文书日期{chinese_date(letter)}"
                yield f"fields.{field.name}", why


def _terms(kind: Kind, facts: Facts) -> Iterator[tuple[Field, str]]:
    for field in kind.fields:
        if field.term and (text := facts.fields.get(field.name, "").strip()):
            yield field, text
