"""Rights and licences: import, list, files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from console.commands.office.right_import import import_, imports, template, undo
from console.commands.office.right_records import check, enrich, export
from console.options.command_options import AsUser, database, settings
from console.options.list_output import Line, ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from storage.base.tier_care import tier_care
from storage.files.text_file import read_bytes
from storage.outgoing.attachments import keep_attachment
from storage.people.passwords import acting_officer
from storage.people.roles import ADMINS
from storage.records import Right
from storage.rights.certificates import add_right_file
from storage.rights.store import load_rights
from storage.views.tier_costs import tier_costs

commands = typer.Typer()
rights = typer.Typer(help="Protected marks, indications and product rules.", no_args_is_help=True)
commands.add_typer(rights, name="rights")

rights.command("import")(import_)
rights.command("imports")(imports)
rights.command("undo")(undo)
rights.command("template")(template)
rights.command("check")(check)
rights.command("enrich")(enrich)
rights.command("export")(export)

TIER_FIELDS = (
    "tier", "holders", "hours_with_lead", "hours_without_lead", "notices", "reminder_days_earlier",
    "picture_weight", "listings_with_lead", "listings_without_lead", "requests_a_day",
)  # fmt: skip
RIGHT_FIELDS = ("id", "text", "kind", "holder", "verified")


@rights.command("list")
@grouped_options
def list_(*, options: ListOptions) -> None:
    """Show the active rights."""
    with database() as opened, opened.read() as session:
        book = load_rights(session)
    write_rows(map(_right_line, book), RIGHT_FIELDS, options, plain=_right_cells)


@rights.command("tiers")
@grouped_options
def tiers(*, options: ListOptions) -> None:
    """Show what each protection tier (保护等级) of a holder gets, and what it costs in requests a day."""
    care = tier_care(settings())
    with database() as opened, opened.read() as session:
        costs = tier_costs(session, care)
    lines = (
        {
            "tier": entry.tier,
            "holders": cost.holders,
            "hours_with_lead": entry.lead_hours,
            "hours_without_lead": entry.other_hours,
            "notices": "at once" if entry.at_once else "daily",
            "reminder_days_earlier": entry.reminder_days,
            "picture_weight": cost.picture_weight,
            "listings_with_lead": cost.with_lead,
            "listings_without_lead": cost.without_lead,
            "requests_a_day": round(cost.requests_a_day, 1),
        }
        for entry, cost in zip(care, costs, strict=True)
    )
    write_rows(lines, TIER_FIELDS, options)


@rights.command("file")
def add_file(
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="The right's id.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF, PNG or JPEG.")],
    kind: Annotated[
        str, typer.Option("--kind", help="certificate, identity, licence, evaluation or image.")
    ] = "certificate",
    as_user: AsUser = None,
) -> None:
    """Put a proof beside a right: certificate, the holder's identity paper, licence, report.

    Example: hubiao rights file tianfu-hetao certificate.pdf --kind certificate --as li
    """
    content = read_bytes(file)
    effective = settings()
    with database(effective) as opened, opened.begin() as session:
        attachment = keep_attachment(effective, file.name, content)
        add_right_file(
            session, right, kind, attachment, actor=acting_officer(session, as_user, ADMINS)
        )
    typer.echo(attachment.sha256)


def _right_line(right: Right) -> dict[str, object]:
    line = {
        "id": right.id,
        "text": right.text,
        "kind": right.kind.value,
        "holder": right.holder,
        "verified": right.verified,
    }
    return without_blanks(line)


def _right_cells(line: Line) -> list[str]:
    cells = [line["id"], line["text"], line["kind"], line.get("holder") or "-"]
    return cells if line["verified"] else [*cells, "unverified"]
