"""A row of a ledger (visit, test purchase, reply) as a line of a list, by the names that programs read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from console.options.list_output import Line, ListOptions, without_blanks, write_rows
from storage.records.attachment import Attachment


def record_line(row: object, columns: Mapping[str, str]) -> Line:
    """The row's `columns`, name in the line → attribute of the row; a blank is left out.

    A moment stands to the second (RFC 3339), a file as its SHA-256.
    """
    return without_blanks({name: _plain(getattr(row, at)) for name, at in columns.items()})


def write_records(rows: Iterable[object], columns: Mapping[str, str], options: ListOptions) -> None:
    """Write rows in the format that is asked for; see `write_rows`. Raises BadInput."""
    write_rows((record_line(row, columns) for row in rows), tuple(columns), options)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Attachment):
        return value.sha256
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
