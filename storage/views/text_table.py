"""A table in plain text (文本表格): columns aligned by what a terminal shows, Chinese counted double."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from storage.views.row_formats import cell_value

_MEASURED = 1000
"""Rows whose widths set the columns, so that memory stays flat; chosen by hand."""
_WIDEST = 60
"""Columns of a terminal beyond which a cell no longer widens its column; chosen by hand."""
_GAP = "  "


def table_parts(lines: Iterable[dict[str, object]], fields: Sequence[str]) -> Iterator[str]:
    """The header and each row as a line; a cell is never cut."""
    rows = ([_text(line.get(name)) for name in fields] for line in lines)
    measured = list(islice(rows, _MEASURED))
    widths = [
        min(_WIDEST, max(display_width(cell) for cell in column))
        for column in zip(fields, *measured, strict=True)
    ]
    yield _row(fields, widths)
    for row in measured:
        yield _row(row, widths)
    for row in rows:
        yield _row(row, widths)


def display_width(text: str) -> int:
    """Columns that a terminal gives a text (Unicode Standard Annex 11: wide and full-width take two)."""
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * max(0, width - display_width(cell))
        for cell, width in zip(cells, widths, strict=True)
    )
    return _GAP.join(padded).rstrip() + "\n"


def _text(value: Any) -> str:
    """One line without control characters, which a terminal would obey."""
    words = " ".join(str(cell_value(value)).split())
    return "".join(letter for letter in words if unicodedata.category(letter) != "Cc")
