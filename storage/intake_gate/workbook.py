"""Workbooks (XLSX) of strangers as plain values: cells that hold something, and where links lead.

A cell far off is one cell: openpyxl would make every empty one up to it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.base.errors import BadInput
from storage.intake_gate.file_limits import FILE_LIMITS, FileKind
from storage.intake_gate.gate import read_foreign
from storage.intake_gate.zip_limits import open_zip, read_member

Row = tuple[int, dict[int, Any]]
"""Its number from 1, and values by column from 1."""
LAST_ROW = 1_048_576
"""Rows of a sheet (Excel specifications and limits)."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of a workbook."""

    title: str
    is_visible: bool
    rows: Sequence[Row]
    """In order; rows without a value are left out."""
    links: Mapping[tuple[int, int], str]
    """Targets by row and column of the first cell of each link."""
    merges: Sequence[tuple[int, int, int, int]]
    """First column, first row, last column, last row of merged cells."""


LIBRARIES = ("openpyxl", "openpyxl.worksheet._reader", "openpyxl.packaging.relationship")
"""What the process that forks readers imports for these."""
_KIND = FileKind.WORKBOOK
_LIMITS = FILE_LIMITS[_KIND]
_TAGS = 6
"""Tags of a cell that holds its text itself: c, is and t, opened and closed (ECMA-376, 18.3.1)."""
_TABLE_TYPES = (".xml", ".rels", ".vml")


def read_workbook(content: bytes, where: str, *, formulas: bool = False) -> list[Sheet]:
    """The sheets of a workbook, read in a process of its own; a cell with a formula gives what it last
    showed, or the formula. Raises BadInput."""
    return [Sheet(**fields) for fields in read_foreign(_KIND, sheets_of, content, where, formulas)]


def sheets_of(content: bytes, where: str, formulas: bool = False) -> list[dict[str, Any]]:
    """The fields of each sheet, read in this process. Raises BadInput."""
    import openpyxl

    _check_parts(content, where)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=not formulas, keep_links=False
        )
    except MemoryError:
        raise
    except Exception as error:  # foreign XML makes openpyxl raise whatever it likes
        raise BadInput("file.no-workbook", where=where, reason=_reason(error)) from error
    left = _LIMITS.items
    sheets = []
    for worksheet in book.worksheets:
        try:
            fields = _fields(worksheet, left)
        except (MemoryError, _TooManyCells) as error:
            raise BadInput("file.items", where=where, most=_LIMITS.items) from error
        except Exception as error:
            raise BadInput("file.no-workbook", where=where, reason=_reason(error)) from error
        left -= sum(len(values) for _, values in fields["rows"])
        sheets.append(fields)
    return sheets


class _TooManyCells(Exception):
    """A workbook holds more cells than it may."""


def _fields(worksheet: Any, most: int) -> dict[str, Any]:
    from openpyxl.worksheet._reader import WorkSheetParser

    book = worksheet.parent
    rows: list[Row] = []
    with worksheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            worksheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for passed, (number, cells) in enumerate(parser.parse()):
            values = {cell["column"]: cell["value"] for cell in cells if _holds(cell["value"])}
            most -= len(values)
            if most < 0 or passed > _LIMITS.items or number > LAST_ROW:
                raise _TooManyCells
            if values:
                rows.append((number, values))
    merges = parser.merged_cells.mergeCell if parser.merged_cells is not None else ()
    return {
        "title": str(worksheet.title),
        "is_visible": worksheet.sheet_state == "visible",
        "rows": rows,
        "links": dict(_links(worksheet, parser.hyperlinks.hyperlink)),
        "merges": [merge.bounds for merge in merges],
    }


def _holds(value: object) -> bool:
    return value is not None and value != ""


def _links(worksheet: Any, hyperlinks: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """Targets by the first cell of each link."""
    from openpyxl.packaging.relationship import get_dependents, get_rels_path
    from openpyxl.utils.cell import range_boundaries

    archive = worksheet.parent._archive
    path: str = get_rels_path(worksheet._worksheet_path)  # type: ignore[no-untyped-call]  # openpyxl's
    if not hyperlinks or path not in archive.namelist():
        return
    targets: Mapping[str | None, str] = {
        relation.Id: relation.target for relation in get_dependents(archive, path)
    }
    for link in hyperlinks:
        column, row, _, _ = range_boundaries(link.ref)
        if link.id in targets and column and row:
            yield (row, column), targets[link.id]


def _check_parts(content: bytes, where: str) -> None:
    """Raises BadInput for more tags than so many cells have, and for XML with a document type, which can
    stand for more than it is, or for files of this machine."""
    tags = 0
    try:
        opened = open_zip(content, _KIND, where)
    except BadInput as error:
        if error.code != "file.no-zip":
            raise
        raise BadInput("file.no-workbook", where=where, reason="ZIP") from error
    with opened as package:
        for name in package.namelist():
            if not name.lower().endswith(_TABLE_TYPES):
                continue
            plain = read_member(package, name, where).replace(b"\0", b"")
            tags += plain.count(b"<")
            if tags > _LIMITS.items * _TAGS:
                raise BadInput("file.items", where=where, most=_LIMITS.items)
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                raise BadInput("file.entities", where=where)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
