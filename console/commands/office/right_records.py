"""Records of rights: what contradicts itself in them, what could be added, and writing them out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import AsUser, Output, database, write_text
from console.options.list_output import Line, ListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.base.atomic_file import write_file
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.people.passwords import acting_officer
from storage.people.roles import ADMINS
from storage.records import RightsBook
from storage.rights.export_file import rights_document
from storage.rights.export_sheets import rights_workbook
from storage.rights.import_file import read_rights_file
from storage.rights.store import load_rights

DOUBT_FIELDS = ("right", "code", "doubt")


@grouped_options
def check(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A rights file; without one, the stored rights."),
    ] = None,
    *,
    options: ListOptions,
) -> None:
    """Show what contradicts itself or needs more care than usual in records of rights.

    A doubt stops neither an import nor a crawl: its words say what follows from it.

    Example: hubiao rights check rights.xlsx
    """
    # The classifiers take their tables to load, which `rights list` does not need.
    from classifiers.rights.doubts import doubts_of

    book = read_rights_file(file) if file is not None else _stored_rights()
    doubts = doubts_of(book)
    lines = (
        {"right": doubt.right, "code": doubt.message.code, "doubt": str(doubt.message)}
        for doubt in doubts
    )
    none = Message("right-doubt.none", {"rights": len(book.rights)})
    write_rows(lines, DOUBT_FIELDS, options, plain=_doubt_cells, none=none)


def enrich(
    right: Annotated[str, typer.Argument(metavar="ID", help="The right's id.")],
    accept: Annotated[
        list[int] | None,
        typer.Option("--accept", metavar="N", min=1, help="Write proposal N; may be repeated."),
    ] = None,
    as_user: AsUser = None,
) -> None:
    """Propose place, product, meanings and signs of others for a right's record, each with its source.

    They come from word lists, the list of places, other rights and stored listings. Nothing is
    written without --accept.

    Example: hubiao rights enrich tianfu-hetao --accept 1 --accept 3 --as li
    """
    # The classifiers take their tables to load, which `rights list` does not need.
    from classifiers.rights.enrichment import accept_proposals, proposals_for

    with database() as opened, opened.begin() as session:
        proposals = proposals_for(session, right)
        for number in accept or ():
            if number > len(proposals):
                raise BadInput("proposal.unknown", right=right, proposal=number)
        digests = [proposals[number - 1].digest for number in accept or ()]
        if digests:
            actor = acting_officer(session, as_user, ADMINS)
            accept_proposals(session, right, digests, actor=actor)
    for number, proposal in enumerate(proposals, start=1):
        state = "written" if number in (accept or ()) else ""
        typer.echo(
            f"{number}\t{proposal.key}\t{proposal.text}\t{proposal.source}\t{state}".rstrip()
        )


class RightsFormat(StrEnum):
    """How a rights file is written."""

    YAML = "yaml"
    XLSX = "xlsx"


def export(
    format_: Annotated[
        RightsFormat, typer.Option("--format", help="xlsx needs -o.")
    ] = RightsFormat.YAML,
    output: Output = None,
) -> None:
    """Write the active rights and all holders as a file that imports as the same records.

    Example: hubiao rights export --format xlsx -o rights.xlsx
    """
    book = _stored_rights()
    if format_ is RightsFormat.YAML:
        # Only this command writes YAML.
        import yaml

        text = yaml.safe_dump(rights_document(book), allow_unicode=True, sort_keys=False)
        write_text([text], output)
        return
    if output is None:
        raise BadInput("command.xlsx-needs-file")
    write_file(output, rights_workbook(book))


def _stored_rights() -> RightsBook:
    with database() as opened, opened.read() as session:
        return load_rights(session)


def _doubt_cells(line: Line) -> list[str]:
    return [line["right"], line["code"].removeprefix("right-doubt."), line["doubt"]]
