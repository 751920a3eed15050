"""What the columns of a table of rights are called and mean (列名): read from `columns.yml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from storage.base.message import Language
from storage.records import RightKind
from storage.rights.import_values import ALERT_RHYTHM_NAMES
from storage.rights.kind_words import kind_name

HOLDER_PREFIX = "holder."
"""Before keys of the holder that a row of rights names."""
_FLAGS = {Language.CHINESE: ("是", "否"), Language.ENGLISH: ("true", "false")}
_TIERS = ("1", "2", "3", "4")


class TableKind(StrEnum):
    """What the rows of a table are."""

    RIGHTS = "rights"
    HOLDERS = "holders"
    LICENCES = "licences"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column that the program knows."""

    key: str
    name: str
    """The heading that the program writes in a Chinese table."""
    zh: str
    """What to fill in, in Chinese."""
    en: str
    also: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    """Headings that mean this column only where no other heading does."""
    required: bool = False
    date: bool = False
    written: bool = True
    """Whether the template and an export hold it."""
    choices: str | None = None
    example: Mapping[str, str] = field(default_factory=dict)

    def heading(self, language: Language) -> str:
        """Its heading in a table of that language."""
        return self.name if language is Language.CHINESE else self.key

    def meaning(self, language: Language) -> str:
        """What to fill in."""
        return self.zh if language is Language.CHINESE else self.en

    def closed_values(self, language: Language) -> tuple[str, ...]:
        """The values that a drop-down offers; none where any text may stand."""
        match self.choices:
            case "kind":
                return tuple(kind_name(kind, language) for kind in RightKind)
            case "flag":
                return _FLAGS[language]
            case "tier":
                return _TIERS
            case "rhythm":
                is_chinese = language is Language.CHINESE
                return tuple(ALERT_RHYTHM_NAMES if is_chinese else ALERT_RHYTHM_NAMES.values())
        return ()


_HEADING_LENGTH = 200
"""Characters of a heading that are read; chosen by hand: a cell of the first rows may hold a whole text."""


def heading_form(heading: object) -> str:
    """A heading without what does not part one from another: blanks, strokes, marks, brackets.

    What brackets hold falls away too, unless it names another language: 申请人名称(英文).
    """
    return _form(str(heading)[:_HEADING_LENGTH])


@lru_cache(maxsize=4096)  # a row is read as the heading of each kind of table
def _form(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"[(\[【〔][^)\]】〕]*[)\]】〕]", _kept_language, text)
    return re.sub(r"[\s/|*:：、,，;；_.\-—“”\"'①-⑳]+", "", text)


def _kept_language(match: re.Match[str]) -> str:
    return match[0] if re.search("英文|外文|英", match[0]) and "中" not in match[0] else ""


@cache
def columns(kind: TableKind) -> tuple[Column, ...]:
    """All columns of one kind of table, in the order in which the program writes them."""
    text = files("storage.rights.sheets").joinpath("columns.yml").read_text(encoding="utf-8")
    document = yaml.load(text, Loader=yaml.CSafeLoader)
    return tuple(_column(entry) for entry in document[kind.value])


@cache
def column(kind: TableKind, key: str) -> Column:
    """The column of a key. Raises KeyError."""
    return {column.key: column for column in columns(kind)}[key]


def _column(entry: Mapping[str, object]) -> Column:
    values = dict(entry)
    for name, field_name in (("also", "also"), ("else", "otherwise")):
        members = values.pop(name, ())
        assert isinstance(members, list | tuple)
        values[field_name] = tuple(map(str, members))
    return Column(**values)  # type: ignore[arg-type]


@cache
def headings(kind: TableKind, *, otherwise: bool = False) -> Mapping[str, str]:
    """Keys by the form of their headings; with `otherwise`, only the headings of second rank."""
    if otherwise:
        return {
            heading_form(name): column.key
            for column in reversed(columns(kind))
            for name in column.otherwise
        }
    return {
        heading_form(name): column.key
        for column in reversed(columns(kind))
        for name in (column.key, column.name, *column.also)
    }
