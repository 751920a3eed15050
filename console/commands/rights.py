"""Rights and licences: import, list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import AsUser, database, notify
from storage.base.message import Message
from storage.rights.import_file import read_rights_file
from storage.rights.store import import_rights, load_rights

commands = typer.Typer()
rights = typer.Typer(help="Protected marks, indications and product rules.", no_args_is_help=True)
commands.add_typer(rights, name="rights")


@rights.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="YAML, JSON, CSV or XLSX.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would happen to each entry.")
    ] = False,
    as_user: AsUser = None,
) -> None:
    """Bring holders, rights and licences into the database; the same ids are replaced.

    Example: hubiao rights import rights.xlsx --dry-run
    """
    book = read_rights_file(file)
    with database() as opened, opened.begin() as session:
        fates = import_rights(session, book, actor=as_user or "cli")
        if dry_run:
            session.rollback()
    for fate in fates:
        typer.echo(f"{fate.fate:8}{fate.subject:8}{fate.id}\t{fate.text}")
    if dry_run:
        notify(Message("command.dry-run"))


@rights.command("list")
def list_() -> None:
    """Show the active rights."""
    with database() as opened, opened.read() as session:
        book = load_rights(session)
    for right in book:
        checked = "" if right.verified else "\tunverified"
        typer.echo(f"{right.id}\t{right.text}\t{right.kind.value}\t{right.holder or '-'}{checked}")
