"""Files of tables → rows, with all their faults at once (读取表格)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.text_file import decode
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.rights.sheets.columns import TableKind, columns
from storage.rights.sheets.faults import CellFault
from storage.rights.sheets.headings import (
    IgnoredColumn,
    SheetHeading,
    find_heading,
    required_column,
)
from storage.rights.sheets.rows import SheetRow, read_row
from storage.rights.sheets.tables import (
    OLD_OFFICE_SIGNATURE,
    XLSX_SIGNATURE,
    Cell,
    SheetTable,
    csv_rows,
    csv_tables,
    xlsx_tables,
)

_NOTE = re.compile(
    r"\s*[（(]?\s*(注|说明|备注|附注|填表|制表|审核|合计|总计|小计|共计|共\s*\d+|截至|数据来源|来源|单位：|联系电话：)"
    r"(?:[\s\d]*[:：、.．，,]|\s*\d|人|$|说明|日期|单位)"
)
"""How a row under a table begins that is no right."""
_MOST_ROWS = 20_000
"""Of the tables of one file, twice the rights of a province; chosen by hand."""
_TOP_COLUMNS = FILE_LIMITS[FileKind.TABLE].columns
_NOTE_CELLS = 2
"""Cells that a row of notes fills at most."""
_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|meta|\?xml|head)", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class SheetReading:
    """All rows of a file of tables, right and wrong ones."""

    rows: tuple[SheetRow, ...]
    faults: tuple[CellFault, ...]
    """Of headings and of rows, in the file's order."""
    ignored: tuple[tuple[str, IgnoredColumn], ...]
    """Columns that nothing is read from, each with its sheet's name."""
    has_ledger: bool
    """Whether a sheet is a ledger of licences, even an empty one."""
    skipped: tuple[str, ...]
    """Sheets that hold no table of rights or holders."""
    notes: int
    """Rows left out as notes, totals or repeated headings."""


def is_sheet(raw: bytes, where: str) -> bool:
    """Whether `raw` is a workbook, or text whose top holds the heading of a table of rights.

    Raises BadInput for files that only look like workbooks: of old Excel, under a password, web pages.
    """
    if raw.startswith(XLSX_SIGNATURE):
        return True
    if raw.startswith(OLD_OFFICE_SIGNATURE):
        raise BadInput("rights-file.old-excel", where=where)
    suffix = where.lower().rsplit(".", 1)[-1]
    if suffix in ("xls", "xlsx", "et") and _HTML.match(raw):
        raise BadInput("rights-file.web-page", where=where)
    if _has_heading(raw, where):
        return True
    if suffix in ("xls", "xlsx", "et"):
        raise BadInput("rights-file.no-excel", where=where)
    if suffix in ("csv", "tsv") and not re.match(rb"\s*(?:\xef\xbb\xbf)?\s*[\[{]", raw):
        return not re.search(rb"^(?:rights|holders)\s*:", raw, re.MULTILINE)
    return False


def _has_heading(raw: bytes, where: str) -> bool:
    top = b"\n".join(raw.split(b"\n", 31)[:31])
    try:
        rows = [
            tuple(value.strip() or None for value in row[:_TOP_COLUMNS])
            for row in csv_rows(decode(top, where), strict=False)
        ]
    except (BadInput, csv.Error):
        return False
    return find_heading(SheetTable(name="", rows=tuple(rows))) is not None


def read_sheets(raw: bytes, where: str) -> SheetReading:
    """The rows of a workbook or of CSV. Raises BadInput where the file as a whole cannot be read, or
    holds no table of rights."""
    tables = xlsx_tables(raw, where) if raw.startswith(XLSX_SIGNATURE) else csv_tables(raw, where)
    return read_tables(tables, where)


def read_tables(tables: tuple[SheetTable, ...], where: str) -> SheetReading:
    """As `read_sheets`, of tables that are parsed already."""
    if not tables:
        raise BadInput("rights-file.empty", where=where)
    if sum(len(table.rows) for table in tables) > _MOST_ROWS:
        raise BadInput("file.rows", where=where, most=_MOST_ROWS)
    headings = [(table, find_heading(table)) for table in tables]
    headed = [(table, heading) for table, heading in headings if heading is not None]
    if not headed:
        names = [column.name for column in columns(TableKind.RIGHTS)[:5]]
        raise BadInput("rights-file.no-heading", where=where, names=names)
    rows: list[SheetRow] = []
    faults: list[CellFault] = []
    notes = 0
    for table, heading in headed:
        faults += _heading_faults(table, heading)
        for number, cells in enumerate(table.rows[heading.row :], start=heading.row + 1):
            if all(cell is None for cell in cells):
                continue
            if _is_note(cells, heading):
                notes += 1
                continue
            row = read_row(table.name, number, heading, cells)
            rows.append(row)
            faults += row.faults
    if not rows and not faults:
        raise BadInput("rights-file.no-rights", where=where)
    return SheetReading(
        rows=tuple(rows),
        faults=tuple(faults),
        ignored=tuple(
            (table.name, column)
            for table, heading in headed
            if not heading.strict
            for column in heading.ignored
        ),
        has_ledger=any(heading.kind is TableKind.LICENCES for _, heading in headed),
        skipped=tuple(table.name for table, heading in headings if heading is None),
        notes=notes,
    )


def _heading_faults(table: SheetTable, heading: SheetHeading) -> Iterator[CellFault]:
    """In a table written in keys of the rights file, each column must be known."""
    if not heading.strict:
        return
    for column in heading.ignored:
        message = (
            Message("sheet.unknown-column", {"column": column.heading})
            if column.heading
            else Message("sheet.unnamed-column", {"number": column.number})
        )
        yield CellFault(
            sheet=table.name,
            row=heading.row,
            heading=column.heading or f"#{column.number}",
            value="",
            message=message,
            column=column.nearest,
            of_heading=True,
        )


def _is_note(cells: tuple[Cell, ...], heading: SheetHeading) -> bool:
    """Whether a row is a note, a total, or the heading once more, as prints repeat it."""
    texts: Mapping[int, str] = {
        place: str(cell).strip() for place, cell in enumerate(cells) if cell is not None
    }
    if all(heading.names.get(place) == text for place, text in texts.items()):
        return True
    keyed = {heading.keys[place] for place in texts if place in heading.keys}
    if heading.strict:
        return False
    if not keyed:
        return True
    if len(texts) > _NOTE_CELLS:
        return False
    required = required_column(heading.kind).key
    is_marked = _NOTE.match(next(iter(texts.values()))) is not None
    return is_marked or (
        required not in keyed and len(keyed) == 1 and len(texts) == 1 and len(heading.keys) > 2
    )
