"""Single values of a rights file, each read strictly; `where` names the place in a refusal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.yaml_file import MarkedMapping
from storage.records import RightKind, Sense
from storage.records.meaning import SENSE_NAMES
from storage.rights.class_lists import NICE_CLASSES, read_classes
from storage.rights.dates import read_date
from storage.rights.import_faults import FaultList
from storage.rights.kind_words import read_kind

T = TypeVar("T")
Place = str | Message
"""Where a value stands in a rights file: the file's name, or a message that leads from it inwards."""

ALERT_RHYTHMS = ("each", "daily")
ALERT_RHYTHM_NAMES = {"逐条": "each", "每日汇总": "daily"}
_NAME_MARKS = ",，、;；|｜\t\r\n"
"""Between names of shops and signs that stand in one text."""
_WORD_MARKS = _NAME_MARKS + "/"
"""Between words for goods and places, none of which holds a stroke."""
_PATH_MARKS = ";；|｜\t\r\n"
"""Between paths and addresses, which may hold a comma or a stroke."""
_BRACKETS = {")": "(", "）": "（", "]": "[", "】": "【", "〕": "〔"}
"""Closing brackets with their opening ones; a full bracket closes a half one too."""
_SEASON = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_TRUE = {
    "true",
    "yes",
    "1",
    "1.0",
    "y",
    "是",
    "有",
    "√",
    "✓",
    "✔",
    "已核对",
    "已核实",
    "驰名",
    "驰名商标",
}
_FALSE = {
    "false",
    "no",
    "0",
    "0.0",
    "n",
    "否",
    "无",
    "×",
    "✗",
    "-",
    "—",
    "未核对",
    "未核实",
    "非驰名",
}


def mapping(value: Any, where: Place) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise BadInput("rights-file.no-mapping", where=where, value=_quoted(value))
    return value


def records(value: Any, where: Place, read: Callable[[Any, Place], T]) -> tuple[T, ...]:
    """A list, each member read by `read`; absent is empty."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise BadInput("rights-file.no-list", where=where, value=_quoted(value))
    faults = FaultList()
    members = [
        faults.read(partial(read, member, _member(member, number, where)))
        for number, member in enumerate(value, start=1)
    ]
    faults.refuse()
    return tuple(member for member in members if member is not None)


def _member(member: Any, number: int, where: Place) -> Message:
    if isinstance(member, MarkedMapping):
        return Message(
            "rights-file.member-at", {"where": where, "number": number, "line": member.line}
        )
    return Message("rights-file.member", {"where": where, "number": number})


def a_text(value: Any, where: Place) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal | date):
        raise BadInput("rights-file.no-text", where=where, value=_quoted(value))
    text = str(value).strip()
    if not text:
        raise BadInput("rights-file.empty-text", where=where)
    return text


def texts(value: Any, where: Place) -> tuple[str, ...]:
    """A list of names; in one text they stand between `，` `,` `、` `;` `；` `|` or line breaks."""
    return _listed(value, where, _NAME_MARKS)


def hosts(value: Any, where: Place) -> tuple[str, ...]:
    """A list of sites, as names or addresses; kept as hosts."""
    return tuple(dict.fromkeys(_host(text, where) for text in texts(value, where)))


def _host(text: str, where: Place) -> str:
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        host = ""
    if "." not in host.strip(".") or " " in host:
        raise BadInput("rights-file.no-site", where=where, value=text)
    return host.rstrip(".")


def words(value: Any, where: Place) -> tuple[str, ...]:
    """A list of words for goods or places; in one text a stroke `/` parts them too."""
    return _listed(value, where, _WORD_MARKS)


def paths(value: Any, where: Place) -> tuple[str, ...]:
    """A list of files or addresses; in one text they stand between `;` `；` `|` or line breaks."""
    return _listed(value, where, _PATH_MARKS)


def remarks(value: Any, where: Place) -> tuple[str, ...]:
    """One remark, or a list of them."""
    return _listed(value, where, "")


def _listed(value: Any, where: Place, marks: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(split_text(value, marks))
    if isinstance(value, list | tuple):
        return records(value, where, a_text)
    return (a_text(value, where),)


def split_text(text: str, marks: str) -> list[str]:
    """The parts of `text` between `marks`, each once, without blanks around it.

    A mark inside brackets parts nothing: 服装（内衣、裤子）. A bracket that nothing closes is a
    character like any other.
    """
    inside = _inside_brackets(text)
    parts, start = [], 0
    for position, character in enumerate(text):
        if character in marks and not inside[position]:
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _inside_brackets(text: str) -> list[bool]:
    """For each character, whether it stands between two brackets that belong together."""
    inside, opened = [False] * len(text), list[int]()
    for position, character in enumerate(text):
        if character in _BRACKETS.values():
            opened.append(position)
        elif character in _BRACKETS:
            form = unicodedata.normalize("NFKC", _BRACKETS[character])
            while opened and unicodedata.normalize("NFKC", text[opened[-1]]) != form:
                opened.pop()
            if opened:
                start = opened.pop()
                inside[start : position + 1] = [True] * (position + 1 - start)
    return inside


def a_sense(value: Any, where: Place) -> Sense:
    """A sense by its code or by its Chinese name."""
    for sense, name in SENSE_NAMES.items():
        if value in (sense.value, name):
            return sense
    senses = [f"{sense.value} {name}" for sense, name in SENSE_NAMES.items()]
    raise BadInput("rights-file.unknown-sense", where=where, sense=_quoted(value), senses=senses)


def a_count(value: Any, where: Place) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise BadInput("rights-file.no-count", where=where, value=_quoted(value)) from None
    if isinstance(value, bool) or number < 0:
        raise BadInput("rights-file.no-count", where=where, value=_quoted(value))
    return number


def classes(value: Any, where: Place) -> tuple[int, ...]:
    """Nice classes (商标国际分类), 1..45; in one text as `read_classes` reads them."""
    if isinstance(value, str | float):
        try:
            numbers = read_classes(str(value))
        except BadInput as error:
            raise BadInput("rights-file.bad-value", where=where, reason=error) from None
    else:
        members = value if isinstance(value, list | tuple) else [value]
        numbers = records(members, where, a_count)
    for number in numbers:
        if not 1 <= number <= NICE_CLASSES:
            raise BadInput("rights-file.nice-class", where=where, number=number)
    return numbers


def a_bool(value: Any, where: Place) -> bool:
    word = str(value).strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadInput("rights-file.no-flag", where=where, value=_quoted(value))


def a_date(value: Any, where: Place) -> date:
    """A day as `read_date` reads it."""
    try:
        return read_date(value)
    except BadInput as error:
        raise BadInput("rights-file.bad-value", where=where, reason=error) from None


def an_amount(value: Any, where: Place) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal("NaN")
    if isinstance(value, bool) or not amount.is_finite() or amount < 0:
        raise BadInput("rights-file.no-amount", where=where, value=_quoted(value))
    return amount


def a_rhythm(value: Any, where: Place) -> str:
    """How a holder wants its alerts: each (逐条), or gathered daily (每日汇总)."""
    rhythm = ALERT_RHYTHM_NAMES.get(str(value), value)
    if rhythm not in ALERT_RHYTHMS:
        raise BadInput("rights-file.rhythm", where=where, value=_quoted(value))
    return str(rhythm)


def a_kind(value: Any, where: Place) -> RightKind:
    """A kind by its code or by a Chinese name of it."""
    kind = read_kind(str(value))
    if kind is None:
        raise BadInput(
            "rights-file.unknown-kind",
            where=where,
            kind=value,
            kinds=[kind.value for kind in RightKind],
        )
    return kind


def a_season(value: Any, where: Place) -> str:
    text = a_text(value, where)
    if not _SEASON.fullmatch(text):
        raise BadInput("rights-file.no-season", where=where, value=_quoted(value))
    return text


def _quoted(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
