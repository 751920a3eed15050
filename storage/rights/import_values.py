"""Single values of a rights file, each read strictly; `where` names the place in a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from storage.base.errors import BadInput
from storage.records import RightKind

T = TypeVar("T")

ALERT_RHYTHMS = ("each", "daily")
_LIST_MARKS = re.compile(r"[;；|\n]")
_SEASON = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_TRUE = {"true", "yes", "1", "是", "y"}
_FALSE = {"false", "no", "0", "否", "n"}


def mapping(value: Any, where: str) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise BadInput(f"{where}: expected keys and values, got {_shown(value)}")
    return value


def records(value: Any, where: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    """A list, each member read by `read`; absent is empty."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise BadInput(f"{where}: expected a list, got {_shown(value)}")
    return tuple(read(one, f"{where}[{n}]") for n, one in enumerate(value, start=1))


def a_text(value: Any, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal | date):
        raise BadInput(f"{where}: expected a text, got {_shown(value)}")
    text = str(value).strip()
    if not text:
        raise BadInput(f"{where}: empty text")
    return text


def texts(value: Any, where: str) -> tuple[str, ...]:
    """A list of texts; in a table cell they stand between `;` (or `；`, `|`, a line break)."""
    if isinstance(value, str):
        return tuple(part.strip() for part in _LIST_MARKS.split(value) if part.strip())
    if isinstance(value, list | tuple):
        return records(value, where, a_text)
    return (a_text(value, where),)


def a_count(value: Any, where: str) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise BadInput(f"{where}: expected a whole number, got {_shown(value)}") from None
    if isinstance(value, bool) or number < 0:
        raise BadInput(f"{where}: expected a whole number from 0, got {_shown(value)}")
    return number


def classes(value: Any, where: str) -> tuple[int, ...]:
    """Nice classes (商标国际分类), 1..45."""
    if isinstance(value, str):
        value = [part for part in re.split(r"[;；,，、\s|]+", value) if part]
    elif not isinstance(value, list | tuple):
        value = [value]
    found = records(value, where, a_count)
    for number in found:
        if not 1 <= number <= 45:
            raise BadInput(f"{where}: {number} is no Nice class (1 to 45)")
    return found


def a_bool(value: Any, where: str) -> bool:
    word = str(value).strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadInput(f"{where}: expected true or false, got {_shown(value)}")


def a_date(value: Any, where: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise BadInput(f"{where}: expected a date like 2027-12-31, got {_shown(value)}") from None


def an_amount(value: Any, where: str) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal("NaN")
    if isinstance(value, bool) or not amount.is_finite() or amount < 0:
        raise BadInput(f"{where}: expected an amount in yuan, got {_shown(value)}")
    return amount


def a_rhythm(value: Any, where: str) -> str:
    """How a holder wants its alerts: each, or gathered daily (每日汇总)."""
    if value not in ALERT_RHYTHMS:
        raise BadInput(f"{where}: expected each or daily, got {_shown(value)}")
    return str(value)


def a_kind(value: Any, where: str) -> RightKind:
    try:
        return RightKind(str(value))
    except ValueError:
        known = ", ".join(RightKind)
        raise BadInput(f"{where}: unknown kind '{value}' (known: {known})") from None


def a_season(value: Any, where: str) -> str:
    text = a_text(value, where)
    if not _SEASON.fullmatch(text):
        raise BadInput(f"{where}: expected MM-DD/MM-DD, got {_shown(value)}")
    return text


def _shown(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
