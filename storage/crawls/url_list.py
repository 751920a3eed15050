"""网址清单: URLs from a colleague, a tip form or an export, as CSV, XLSX or plain text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.base.errors import BadInput
from storage.files.text_file import read_text

_URL = re.compile(r"https?://[^\s\"'<>,，;；。)）\]】]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?:[\w-]+\.)+(?:com|cn|net|org|shop|store|top|vip|cc|xyz|site|online|ltd|co|info|mobi)"
    r"(?::\d{1,5})?(?:[/?][^\s\"'<>]*)?",
    re.IGNORECASE | re.ASCII,
)
_MOST = 100_000
"""URLs of one list; chosen by hand."""
_LARGEST = 200 * 2**20
"""Bytes that a workbook may unpack to; chosen by hand."""


def read_url_list(path: Path) -> tuple[str, ...]:
    """Every URL in the file, in its order, once each. Raises BadInput, also when there is none.

    Columns may have any name and stand anywhere: what looks like a URL counts.
    """
    rows = _sheet(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _table(path)
    urls = dict.fromkeys(url for cell in rows for url in _addresses(cell))
    if not urls:
        raise BadInput("url-list.empty", path=path)
    if len(urls) > _MOST:
        raise BadInput("url-list.too-long", path=path, count=len(urls), limit=_MOST)
    return tuple(urls)


def _addresses(cell: str) -> Iterable[str]:
    """Full URLs anywhere in a cell; a cell that is nothing but a host and a path is one too."""
    if bare := _BARE.fullmatch(cell.strip()):
        return (f"http://{bare[0]}",)
    return (str(url) for url in _URL.findall(cell))


def _table(path: Path) -> Iterator[str]:
    try:
        for row in csv.reader(io.StringIO(read_text(path))):
            yield from row
    except csv.Error as error:
        raise BadInput("file.unreadable", path=path, reason=error) from error


def _sheet(path: Path) -> Iterator[str]:
    """Texts and link targets of the cells: the text of a link is often not its address."""
    from zipfile import BadZipFile, ZipFile

    from openpyxl import load_workbook

    try:
        with ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > _LARGEST:
            raise BadInput("url-list.too-large", path=path, size=unpacked, limit=_LARGEST)
        book = load_workbook(path)
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise BadInput("url-list.no-workbook", path=path, reason=error) from error
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield str(cell.value)
                if cell.hyperlink is not None and cell.hyperlink.target:
                    yield cell.hyperlink.target
    book.close()
