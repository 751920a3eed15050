"""Faults of a table (错误): where each stands, what is wrong, what may be meant."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from storage.base.message import Language, Message
from storage.records.meaning import SENSE_NAMES
from storage.rights.kind_words import KIND_WORDS, kind_name, read_kind
from storage.rights.sheets.columns import Column

HERE = Message("text", {"text": ""})
"""The place of a value whose row and column are named beside it."""
_LIKE = 0.5
"""Likeness (difflib ratio, 0..1) from which an unknown word may mean a known one; chosen by hand."""
_LONGEST_VALUE = 60
"""Characters of a wrong value that are shown."""


@dataclass(frozen=True, kw_only=True)
class CellFault:
    """One fault in one cell, or in a row as a whole."""

    sheet: str
    row: int
    """As the sheet counts it, from 1."""
    heading: str
    """The column as the sheet writes it; empty for the row as a whole."""
    value: str
    message: Message
    column: Column | None = None
    of_heading: bool = False
    """Whether it stands in the heading: no row of its sheet is then read as it is meant."""

    def text(self, language: Language) -> str:
        """What is wrong."""
        return self.message.text(language).lstrip(" :：，")

    def meant(self, language: Language) -> str:
        """What may be meant, or what belongs into the column; empty where nothing can be said."""
        if self.column is None:
            return ""
        nearest = self._nearest(language)
        if nearest:
            return Message("sheet.perhaps", {"value": nearest}).text(language)
        expected = self.column.meaning(language)
        choices = self.column.closed_values(language)
        if choices and self.column.choices == "kind":
            return Message("sheet.choices", {"values": choices}).text(language)
        return expected

    def _nearest(self, language: Language) -> str:
        """The known word that is most like the wrong one."""
        assert self.column is not None
        if self.column.key == "kind":
            likest = difflib.get_close_matches(self.value, KIND_WORDS, n=1, cutoff=_LIKE)
            kind = read_kind(likest[0]) if likest else None
            return kind_name(kind, language) if kind else ""
        if self.column.key == "meanings":
            likest = difflib.get_close_matches(self.value, SENSE_NAMES.values(), n=1, cutoff=_LIKE)
            return likest[0] if likest else ""
        return ""


def shown_value(cell: object) -> str:
    """A cell's value in one short line."""
    text = " ".join(str(cell if cell is not None else "").split())
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
