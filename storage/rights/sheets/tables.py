"""Files as tables of cells: one function for each kind of file, bytes in, plain cells out.

They alone parse what somebody uploaded; nothing after them reads bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from storage.base.errors import BadInput
from storage.files.text_file import decode
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind, check_size
from storage.intake_gate.workbook import Row, read_workbook

Cell = str | int | float | bool | date | None
XLSX_SIGNATURE = b"PK\x03\x04"
OLD_OFFICE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Of compound files (MS-CFB): .xls, .et, and XLSX files under a password."""
_LIMITS = FILE_LIMITS[FileKind.TABLE]
_MOST_CELLS = 3 * _LIMITS.items
"""Cells of a table, blank ones among them and rows counted as one more; chosen by hand."""
_MARKS = ",\t;"
"""Between the values of a line of CSV."""


@dataclass(frozen=True, kw_only=True)
class SheetTable:
    """One sheet: its name, empty for CSV, and its rows; row 1 of the file is the first."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def xlsx_tables(raw: bytes, where: str) -> tuple[SheetTable, ...]:
    """The visible sheets of a workbook that hold anything. Raises BadInput."""
    tables = [
        SheetTable(
            name=sheet.title, rows=_with_merged_cells(_dense(sheet.rows, where), sheet.merges)
        )
        for sheet in read_workbook(raw, where)
        if sheet.is_visible
    ]
    return tuple(table for table in tables if table.rows)


def _dense(rows: Sequence[Row], where: str) -> list[list[Cell]]:
    """Rows from the first on, blank ones too, each up to its last cell. Raises BadInput for a sheet whose
    cells stand so far off that its blank ones are too many."""
    if sum(max(values) for _, values in rows) + max((n for n, _ in rows), default=0) > _MOST_CELLS:
        raise BadInput("file.items", where=where, most=_MOST_CELLS)
    table: list[list[Cell]] = []
    for number, values in rows:
        _check_place(number, max(values), where)
        table += ([] for _ in range(len(table), number - 1))
        table.append([_cell(values.get(column)) for column in range(1, max(values) + 1)])
    return _without_blank_end(table)


def _check_place(row: int, column: int, where: str) -> None:
    """Raises BadInput for a row, or its last column, beyond those that a table may have."""
    if row > _LIMITS.rows:
        raise BadInput("file.rows", where=where, most=_LIMITS.rows)
    if column > _LIMITS.columns:
        raise BadInput("file.columns", where=where, row=row, most=_LIMITS.columns)


def _with_merged_cells(
    rows: list[list[Cell]], merges: Iterable[tuple[int, int, int, int]]
) -> tuple[tuple[Cell, ...], ...]:
    """The rows with the value of a merged cell in each row that it covers, down to the last row filled."""
    left = _MOST_CELLS
    for first_column, first_row, _, last in merges:
        column, first = first_column - 1, first_row - 1
        if first >= len(rows) or column >= len(rows[first]):
            continue
        covered = range(first + 1, min(last, len(rows), first + 1 + left))
        left -= len(covered)
        for number in covered:
            row = rows[number]
            if any(cell is not None for cell in row):
                row += [None] * (column + 1 - len(row))
                if row[column] is None:
                    row[column] = rows[first][column]
    return tuple(map(tuple, rows))


def csv_tables(raw: bytes, where: str) -> tuple[SheetTable, ...]:
    """CSV in UTF-8, with or without a mark (BOM), or GB18030, its values parted by `,`, tab or `;`.
    Raises BadInput."""
    check_size(FileKind.TABLE, len(raw), where)
    text = decode(raw, where)
    try:
        return (SheetTable(name="", rows=_rows(csv_rows(text, strict=True), where)),)
    except csv.Error as error:
        raise BadInput("rights-file.broken-csv", where=where, reason=error) from error


def csv_rows(text: str, *, strict: bool) -> Iterable[list[str]]:
    """The lines of CSV as values; the mark between them is the one that most lines at the top hold."""
    top = text.splitlines()[:20]
    mark = max(_MARKS, key=lambda mark: (sum(mark in line for line in top), -_MARKS.index(mark)))
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)


def _rows(rows: Iterable[Sequence[object]], where: str) -> tuple[tuple[Cell, ...], ...]:
    """Rows without blank ones at the end; none where nothing is filled in. Raises BadInput for too many
    cells, rows or columns."""
    table: list[list[Cell]] = []
    left = _MOST_CELLS
    for number, row in enumerate(rows, start=1):
        _check_place(number, len(row), where)
        left -= len(row) + 1
        if left < 0:
            raise BadInput("file.items", where=where, most=_MOST_CELLS)
        table.append([_cell(value) for value in row])
    return tuple(map(tuple, _without_blank_end(table)))


def _without_blank_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return rows


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.replace("\u3000", " ").replace("\xa0", " ").strip() or None
    if isinstance(value, time) or (isinstance(value, datetime) and value.year < 1900):
        return str(value)
    if value is None or isinstance(value, bool | int | float | date):
        return value
    return str(value).strip() or None
