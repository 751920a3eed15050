"""Files as tables of cells: one function for each kind of file, bytes in, plain cells out.

They alone parse what somebody uploaded; nothing after them reads bytes.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from storage.base.errors import BadInput
from storage.files.text_file import decode

Cell = str | int | float | bool | date | None
XLSX_SIGNATURE = b"PK\x03\x04"
OLD_OFFICE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Of compound files (MS-CFB): .xls, .et, and XLSX files under a password."""
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_MARKS = ",\t;"
"""Between the values of a line of CSV."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet: its name, empty for CSV, and its rows; row 1 of the file is the first."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def xlsx_tables(raw: bytes, where: str) -> tuple[Table, ...]:
    """The visible sheets of a workbook that hold anything. Raises BadInput."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadInput("rights-file.no-workbook", where=where, reason=error) from error
    try:
        tables = [
            Table(
                name=sheet.title,
                rows=_with_merged_cells(
                    _rows(sheet.iter_rows(values_only=True)), _merged_columns(raw, sheet)
                ),
            )
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    finally:
        book.close()
    return tuple(table for table in tables if table.rows)


def _merged_columns(raw: bytes, sheet: object) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row of each merge that goes down, counted from 0.

    The reader that keeps memory flat does not tell of merges.
    """
    path = getattr(sheet, "_worksheet_path", "").lstrip("/")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        content = archive.read(path) if path in archive.namelist() else b""
    for match in _MERGE.finditer(content):
        column, first, last = match[1].decode(), int(match[2]) - 1, int(match[3]) - 1
        if last > first:
            yield _column_number(column), first, last


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _with_merged_cells(
    rows: tuple[tuple[Cell, ...], ...], merges: Iterable[tuple[int, int, int]]
) -> tuple[tuple[Cell, ...], ...]:
    """The rows with the value of a merged cell in each row that it covers, down to the last row filled."""
    filled = [list(row) for row in rows]
    for column, first, last in merges:
        if first < len(filled) and column < len(filled[first]):
            for row in filled[first + 1 : last + 1]:
                if (
                    column < len(row)
                    and row[column] is None
                    and any(cell is not None for cell in row)
                ):
                    row[column] = filled[first][column]
    return tuple(map(tuple, filled))


def csv_tables(raw: bytes, where: str) -> tuple[Table, ...]:
    """CSV in UTF-8, with or without a mark (BOM), or GB18030, its values parted by `,`, tab or `;`.
    Raises BadInput."""
    text = decode(raw, where)
    try:
        return (Table(name="", rows=_rows(csv_rows(text, strict=True))),)
    except csv.Error as error:
        raise BadInput("rights-file.broken-csv", where=where, reason=error) from error


def csv_rows(text: str, *, strict: bool) -> Iterable[list[str]]:
    """The lines of CSV as values; the mark between them is the one that most lines at the top hold."""
    top = text.splitlines()[:20]
    mark = max(_MARKS, key=lambda mark: (sum(mark in line for line in top), -_MARKS.index(mark)))
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)


def _rows(rows: Iterable[Iterable[object]]) -> tuple[tuple[Cell, ...], ...]:
    """Rows without blank ones at the end; none where nothing is filled in."""
    cells = [tuple(map(_cell, row)) for row in rows]
    while cells and all(cell is None for cell in cells[-1]):
        cells.pop()
    return tuple(cells)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.replace("\u3000", " ").replace("\xa0", " ").strip() or None
    if isinstance(value, time) or (isinstance(value, datetime) and value.year < 1900):
        return str(value)
    if value is None or isinstance(value, bool | int | float | date):
        return value
    return str(value).strip() or None
