"""How a letter's template writes its facts: `{{ fact|day }}` and the like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from alerts.text.chinese import amount_in_words, chinese_date
from storage.base.chinese_number import chinese_number
from storage.base.office_time import OFFICE_TIME
from storage.records.right_term import renews

BLOCKS = 9
"""Length of the longest bar of a chart, in characters, chosen by hand: what fits its column."""


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""


def _renewal(right: Mapping[str, Any]) -> str:
    """What stands behind the last day of a mark whose renewal is applied for and not approved yet: the day
    alone would say that the right has ended."""
    filed, until = right["renewal_filed"], right["valid_until"]
    if until is None or not renews(filed, until):
        return ""
    return f"（已于{_day(filed)}申请续展，尚待核准）"


def _moment(moment: datetime | None) -> str:
    """Short, for the cells of a table."""
    return f"{moment.astimezone(OFFICE_TIME):%Y-%m-%d %H:%M:%S}" if moment else ""


def _authority(name: str) -> str:
    """Time-stamp authorities without their addresses' paths: http://tsa.example/tsr → tsa.example."""
    return "、".join(urlsplit(part).hostname or part for part in name.split("、"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _bracketed(text: str) -> str:
    return f"（{text}）"


_STOPS = "。．.；;，, \n\t\u3000"
"""What may end a text that is written into a sentence, and ends it twice if it stays."""
_ENDS = ("！", "？", "：")


def _bare(text: str) -> str:
    """A text inside a sentence: without a full stop of its own."""
    return (text or "").rstrip(_STOPS)


def _sentence(text: str) -> str:
    """A text as a sentence of its own: it ends with a full stop, so that the next one is another."""
    plain = _bare(text)
    return plain if not plain or plain.endswith(_ENDS) else f"{plain}。"


def _yuan(text: str) -> str:
    """86,000.50; whole yuan without decimals."""
    return f"{Decimal(text):,.2f}".removesuffix(".00")


def _words(text: str) -> str:
    return amount_in_words(Decimal(text))


def _bar(row: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> str:
    """A bar of a chart as text, so that it stays editable; the largest count is the longest."""
    most = max(int(line["count"]) for line in rows) or 1
    return "█" * max(1, round(BLOCKS * int(row["count"]) / most)) if row["count"] else ""


def _change(count: int, before: int | None) -> str:
    """+50%: how a count stands to an earlier one; “—” where there is no base to compare with."""
    if not before:
        return "—"
    return "持平" if count == before else f"{(count - before) / before:+.0%}"


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "day": _day,
    "renewal": _renewal,
    "moment": _moment,
    "ordinal": chinese_number,
    "bracketed": _bracketed,
    "authority": _authority,
    "bare": _bare,
    "sentence": _sentence,
    "lines": _lines,
    "yuan": _yuan,
    "words": _words,
    "bar": _bar,
    "change": _change,
    "figure": _figure,
}
