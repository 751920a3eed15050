"""How a command writes a list: its options `--format`, `--limit` and `-o`, and the one writer behind them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import Annotated, Any

import typer

from console.options.command_options import Output, write_lines, write_text
from storage.base.errors import BadInput
from storage.base.message import Message

Line = dict[str, Any]


class RowFormat(StrEnum):
    """How the rows of a list are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


class FileFormat(StrEnum):
    """How rows that may fill a workbook are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="At most N rows.")]


@dataclass(frozen=True, kw_only=True)
class ListOptions:
    """How a list is written."""

    format_: Annotated[
        RowFormat | None,
        typer.Option("--format", help="Default: a table on a terminal, else as programs read it."),
    ] = None
    limit: Limit = None
    output: Output = None


@dataclass(frozen=True, kw_only=True)
class FileListOptions:
    """How a list is written that may be a workbook."""

    format_: Annotated[
        FileFormat | None,
        typer.Option("--format", help="xlsx needs -o. Default: a table on a terminal."),
    ] = None
    limit: Limit = None
    output: Output = None


def without_blanks(line: Line) -> Line:
    """The fields of a row that hold something; a blank says nothing to a program."""
    return {name: value for name, value in line.items() if value is not None}


def write_rows(
    lines: Iterable[Line],
    fields: Sequence[str],
    options: ListOptions | FileListOptions,
    *,
    plain: Callable[[Line], Sequence[str]] | None = None,
    plain_header: bool = False,
    none: Message | None = None,
) -> None:
    """Write rows in the format that is asked for, else as a table on a terminal.

    Elsewhere than on a terminal the default is `plain`, cells of a row with tabs between them, or JSON
    lines where there is no `plain`. A list without rows says so on stderr, in the words of `none` where they
    are given. Raises BadInput.
    """
    rows = _counted(islice(lines, options.limit), none or Message("command.no-rows"))
    format_ = options.format_.value if options.format_ else _default_format(options, plain)
    if format_ == "jsonl":
        write_lines(rows, options.output)
    elif format_ == "plain":
        assert plain is not None
        header = ["\t".join(fields) + "\n"] if plain_header else []
        cells = ("\t".join(_one_line(cell) for cell in plain(row)) + "\n" for row in rows)
        write_text(chain(header, cells), options.output)
    else:
        _write_fields(rows, fields, format_, options)


def _write_fields(
    rows: Iterable[Line],
    fields: Sequence[str],
    format_: str,
    options: ListOptions | FileListOptions,
) -> None:
    # The table of exports imports the database, which `hubiao reasons` does without.
    from storage.views.row_formats import csv_parts, write_xlsx
    from storage.views.text_table import table_parts

    if format_ == "csv":
        write_text(csv_parts(rows, fields), options.output)
    elif format_ == "table":
        write_text(table_parts(rows, fields), options.output)
    elif options.output is None:
        raise BadInput("command.xlsx-needs-file")
    else:
        write_xlsx(rows, fields, options.output)


def _default_format(
    options: ListOptions | FileListOptions, plain: Callable[[Line], Sequence[str]] | None
) -> str:
    if options.output is None and sys.stdout.isatty():
        return "table"
    return "plain" if plain else "jsonl"


def _counted(lines: Iterable[Line], none: Message) -> Iterator[Line]:
    """The lines; after none at all, `none` on stderr."""
    is_empty = True
    for line in lines:
        is_empty = False
        yield line
    if is_empty:
        typer.echo(str(none), err=True)


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
