"""Rights as a table: CSV, or an XLSX workbook, one right a row, columns named as in the YAML file.

A workbook may hold a second sheet named `holders`.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.text_file import decode
from storage.files.yaml_file import MarkedMapping

_XLSX = b"PK\x03\x04"


def is_sheet(raw: bytes) -> bool:
    """Whether `raw` is a workbook, or text whose first line names the columns id and text."""
    if raw.startswith(_XLSX):
        return True
    first = raw.lstrip().split(b"\n", 1)[0]
    names = next(_csv_rows(first.decode("latin-1").removeprefix("ï»¿").rstrip()), [])
    return {"id", "text"} <= {name.strip() for name in names}


def read_sheets(raw: bytes, where: str) -> dict[str, list[MarkedMapping]]:
    """The tables as a document of the YAML file's form."""
    if not raw.startswith(_XLSX):
        text = decode(raw.lstrip(), where)
        try:
            return {"rights": _rows(list(_csv_rows(text)), where)}
        except csv.Error as error:
            raise BadInput("rights-file.broken-csv", where=where, reason=error) from error
    return _workbook(raw, where)


def _workbook(raw: bytes, where: str) -> dict[str, list[MarkedMapping]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadInput("rights-file.no-workbook", where=where, reason=error) from error
    try:
        tables = {}
        for number, sheet in enumerate(book.worksheets):
            name = "rights" if number == 0 and sheet.title != "holders" else sheet.title
            rows = [list(row) for row in sheet.iter_rows(values_only=True)]
            if any(_blank(cell) is not None for row in rows for cell in row):
                place = Message("rights-file.sheet", {"where": where, "sheet": sheet.title})
                tables[name] = _rows(rows, place)
        return tables
    finally:
        book.close()


def _csv_rows(text: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    mark = max(",\t;", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)


def _rows(rows: Sequence[Sequence[Any]], where: str | Message) -> list[MarkedMapping]:
    heads = [str(head).strip() if head is not None else "" for head in rows[0]] if rows else []
    return list(_filled(rows[1:], heads, where))


def _filled(
    rows: Iterable[Sequence[Any]], heads: list[str], where: str | Message
) -> Iterator[MarkedMapping]:
    for number, row in enumerate(rows, start=2):
        cells = [_blank(cell) for cell in row]
        if all(cell is None for cell in cells):
            continue
        for column, cell in enumerate(cells):
            if cell is not None and (column >= len(heads) or not heads[column]):
                place = Message("rights-file.row", {"where": where, "row": number})
                raise BadInput("rights-file.no-column", where=place)
        record = MarkedMapping(
            {head: _structure(cell) for head, cell in zip(heads, cells, strict=False) if head}
        )
        record.line = number
        yield record


def _structure(cell: Any) -> Any:
    """A list or record that a cell holds as JSON; any other cell as it is."""
    if not isinstance(cell, str) or cell[:1] not in ("[", "{"):
        return cell
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _blank(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.strip() or None
    return cell
