"""日期: days of a letter's facts that cannot stand beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from alerts.letters.model.deadline_conditions import deadline_conflicts, narrated_days
from alerts.letters.model.letter_kind import Kind
from alerts.text.chinese import chinese_date, read_day
from storage.base.office_time import day_of
from storage.records.letter_facts import Facts

AGREED = "guarantee.agreed_on"
CAPTURE_PLACE = "线索固证材料（固证时间不得晚于文书日期）"


def day_conflicts(kind: Kind, facts: Facts, today: date) -> Iterator[tuple[str, str]]:
    """Each fact whose day cannot be, as its path and a Chinese clause.

    A letter cites no capture that is later than itself; a guarantee is given on a day that has come,
    and not before the captures that it vouches for; what a field tells as done is not to come.
    """
    letter = min(facts.dated or today, today)
    captures = [
        *_captures("listings", [row.captured_at for row in facts.listings]),
        *_captures("evidence", [row.captured_at for row in facts.evidence]),
    ]
    for path, day in captures:
        if day > letter:
            yield path, f"固证时间{chinese_date(day)}晚于文书日期{chinese_date(letter)}"
            break
    yield from _guarantee(facts, letter, max((day for _, day in captures), default=None))
    for item in kind.fields:
        day_told = read_day(facts.fields.get(item.name, "")) if item.past else None
        if day_told and day_told > letter:
            why = f"“{item.label}”{chinese_date(day_told)}晚于文书日期{chinese_date(letter)}"
            yield f"fields.{item.name}", why
    yield from narrated_days(kind, facts, letter)
    yield from deadline_conflicts(kind, facts, letter)


def _captures(name: str, moments: Sequence[datetime | None]) -> Iterator[tuple[str, date]]:
    """The path and the office's day of each capture of a list."""
    for place, moment in enumerate(moments):
        if moment:
            yield f"{name}.{place}.captured_at", day_of(moment)


def _guarantee(facts: Facts, letter: date, last_capture: date | None) -> Iterator[tuple[str, str]]:
    agreed = facts.guarantee.agreed_on
    if agreed is None:
        return
    if agreed > letter:
        yield AGREED, f"同意作出保证的日期{chinese_date(agreed)}晚于文书日期{chinese_date(letter)}"
    elif last_capture and agreed < last_capture:
        captured = chinese_date(last_capture)
        yield AGREED, f"同意作出保证的日期{chinese_date(agreed)}早于所保证材料的固证时间{captured}"
