"""网址清单: URLs from a colleague, a tip form or an export, as CSV, XLSX or plain text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.errors import BadInput
from storage.text_file import read_text

_URL = re.compile(r"https?://[^\s\"'<>,，;；。)）\]】]+", re.IGNORECASE)
_MOST = 100_000


def read_url_list(path: Path) -> tuple[str, ...]:
    """Every URL in the file, in its order, once each. Raises BadInput, also when there is none.

    Columns may have any name and stand anywhere: what looks like a URL counts.
    """
    rows = _sheet(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _table(path)
    found = dict.fromkeys(url for cell in rows for url in _URL.findall(cell))
    if not found:
        raise BadInput(f"{path}: no http or https URL in it")
    if len(found) > _MOST:
        raise BadInput(f"{path}: {len(found)} URLs; at most {_MOST} at once")
    return tuple(found)


def _table(path: Path) -> Iterator[str]:
    try:
        for row in csv.reader(io.StringIO(read_text(path))):
            yield from row
    except csv.Error as error:
        raise BadInput(f"{path}: {error}") from error


def _sheet(path: Path) -> Iterable[str]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise BadInput(f"{path}: cannot be read as XLSX ({error})") from error
    cells = [
        str(value)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    ]
    book.close()
    return cells
