"""Rights from a file into the database, and the workbook to fill in."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import AsUser, database, notify, write_text
from console.options.list_output import ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from storage.base.atomic_file import write_file
from storage.base.errors import BadInput
from storage.base.message import Language, Message
from storage.files.text_file import read_bytes
from storage.people.passwords import acting_officer
from storage.people.roles import ADMINS
from storage.rights.import_faults import refusal_of
from storage.rights.import_file import RightsImport, read_rights_import
from storage.rights.imports import (
    as_rights_stand,
    import_rights_of_file,
    latest_imports,
    undo_import,
)
from storage.rights.sheets.faults import CellFault
from storage.rights.sheets.headings import IgnoredColumn
from storage.rights.sheets.joining import JoinedSheets
from storage.rights.sheets.returned import wrong_rows_workbook
from storage.rights.sheets.template import template_workbook
from storage.rights.store import load_rights, with_stored_holders
from storage.views.text_table import table_parts

IMPORT_FIELDS = ("id", "at", "file", "actor", "new", "changed", "undone_at", "undone_by")
_MOST_IMPORTS = 100
"""Imports that are listed without `--limit`; chosen by hand."""
FAULT_FIELDS = ("sheet", "row", "column", "value", "fault", "expected")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML, JSON, CSV or XLSX.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would happen to each entry.")
    ] = False,
    right_rows: Annotated[
        bool,
        typer.Option("--right-rows", help="Take the right rows of a table that has wrong ones."),
    ] = False,
    wrong: Annotated[
        Path | None,
        typer.Option(
            "--wrong", metavar="XLSX", help="Write the wrong rows there, each with its fault."
        ),
    ] = None,
    as_user: AsUser = None,
) -> None:
    """Bring holders, rights and licences into the database; the same ids are replaced.

    Tables may have Chinese or English headings; all their faults are shown at once.

    Example: hubiao rights import rights.xlsx --dry-run
    """
    # The classifiers take their tables to load, which `rights list` does not need.
    from classifiers.rights.doubts import doubts_of

    raw = read_bytes(file)
    with database() as opened:
        with opened.read() as session:
            stored = load_rights(session)
        entries = read_rights_import(raw, str(file), stored)
        with opened.begin() as session:
            entries, stored = as_rights_stand(session, entries, stored, raw, str(file))
            _show_reading(entries, wrong)
            if entries.faults and not dry_run and not _may_take(entries, right_rows=right_rows):
                raise _refusal(entries, file)
            actor = acting_officer(session, as_user, ADMINS)
            fates = import_rights_of_file(session, entries.book, actor=actor, file=file.name)
            imported = with_stored_holders(session, entries.book)
            if dry_run:
                session.rollback()
    doubts = doubts_of(imported, stored.rights)
    for fate in fates:
        typer.echo(f"{fate.fate:8}{fate.subject:8}{fate.id}\t{fate.text}")
    for doubt in doubts:
        notify(doubt.message)
    if dry_run:
        notify(Message("command.dry-run"))
        if entries.faults and not _may_take(entries, right_rows=right_rows):
            raise _refusal(entries, file)


@grouped_options
def imports(*, options: ListOptions) -> None:
    """Show the latest imports of rights, the last one first.

    Example: hubiao rights imports --limit 5
    """
    with database() as opened, opened.read() as session:
        records = latest_imports(session, options.limit or _MOST_IMPORTS)
    write_rows(
        (without_blanks(dataclasses.asdict(record)) for record in records), IMPORT_FIELDS, options
    )


def undo(
    number: Annotated[
        int, typer.Argument(metavar="ID", help="The import's id: `hubiao rights imports`.")
    ],
    as_user: AsUser = None,
) -> None:
    """Undo an import as a whole: what it changed is as before, what it entered is gone or rests.

    Example: hubiao rights undo 3 --as li
    """
    with database() as opened, opened.begin() as session:
        undo_import(session, number, actor=acting_officer(session, as_user, ADMINS))


def template(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="XLSX", help="Where to write it.")
    ],
    language: Annotated[
        Language,
        typer.Option("--language", help="zh: Chinese headings; en: keys of the rights file."),
    ] = Language.CHINESE,
) -> None:
    """Write the workbook to fill in: headings, drop-downs, an example row, an explanation of each column.

    Example: hubiao rights template -o rights.xlsx --language en
    """
    write_file(output, template_workbook(language))


def _show_reading(entries: RightsImport, wrong: Path | None) -> None:
    """The faults of a table, and what it holds that nothing is read from."""
    sheets = entries.sheets
    if sheets is None:
        return
    if sheets.faults:
        write_text(table_parts(map(_fault_line, sheets.faults), FAULT_FIELDS), None)
    for sheet, column in sheets.reading.ignored:
        notify(_ignored_column(sheet or "-", column))
    for sheet in sheets.reading.skipped:
        notify(Message("sheet.skipped", {"sheet": sheet}))
    if wrong is not None and sheets.wrong_rows:
        write_file(wrong, wrong_rows_workbook(sheets, Language.ENGLISH))


def _ignored_column(sheet: str, column: IgnoredColumn) -> Message:
    name = column.heading or f"#{column.number}"
    if column.repeats is not None:
        return Message(
            "sheet.column-repeated", {"sheet": sheet, "column": name, "first": column.repeats}
        )
    if column.nearest is not None:
        nearest = f"{column.nearest.name} ({column.nearest.key})"
        return Message(
            "sheet.column-ignored-near", {"sheet": sheet, "column": name, "nearest": nearest}
        )
    return Message("sheet.column-ignored", {"sheet": sheet, "column": name})


def _may_take(entries: RightsImport, *, right_rows: bool) -> bool:
    return right_rows and entries.sheets is not None and entries.sheets.has_right_rows


def _refusal(entries: RightsImport, file: Path) -> BadInput:
    """What the command says after the table of faults; of YAML and JSON the faults themselves."""
    if entries.sheets is None:
        messages = [fault.message for fault in entries.faults]
        return refusal_of(messages)
    return BadInput(
        "sheet.refused",
        where=file,
        faults=len(entries.faults),
        wrong=_wrong_count(entries.sheets),
        rows=len(entries.sheets.reading.rows),
    )


def _wrong_count(sheets: JoinedSheets) -> int:
    return len({(fault.sheet, fault.row) for fault in sheets.faults})


def _fault_line(fault: CellFault) -> dict[str, object]:
    return {
        "sheet": fault.sheet or "-",
        "row": fault.row,
        "column": fault.heading,
        "value": fault.value,
        "fault": fault.text(Language.ENGLISH),
        "expected": fault.meant(Language.ENGLISH),
    }
