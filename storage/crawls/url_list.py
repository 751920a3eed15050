"""网址清单: URLs from a colleague, a tip form or an export, as CSV, XLSX or plain text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.base.errors import BadInput
from storage.files.text_file import read_bytes, read_text
from storage.intake_gate.file_limits import FileKind, check_size
from storage.intake_gate.workbook import read_workbook

_URL = re.compile(r"https?://[^\s\"'<>,，;；。)）\]】]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?:[\w-]+\.)+(?:com|cn|net|org|shop|store|top|vip|cc|xyz|site|online|ltd|co|info|mobi)"
    r"(?::\d{1,5})?(?:[/?][^\s\"'<>]*)?",
    re.IGNORECASE | re.ASCII,
)
_MOST = 100_000
"""URLs of one list; chosen by hand."""


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
    text = read_text(path)
    check_size(FileKind.TABLE, len(text), str(path))
    try:
        for row in csv.reader(io.StringIO(text)):
            yield from row
    except csv.Error as error:
        raise BadInput("file.unreadable", path=path, reason=error) from error


def _sheet(path: Path) -> Iterator[str]:
    """Texts and link targets of the cells: the text of a link is often not its address."""
    for sheet in read_workbook(read_bytes(path), str(path), formulas=True):
        links = dict(sheet.links)
        for number, values in sheet.rows:
            for column, value in values.items():
                yield str(value)
                yield links.pop((number, column), "")
        yield from links.values()
