"""Look-alike sites (仿冒网站): names compared, names asked for, pages visited."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import AsUser, database, settings, write_text
from console.options.list_output import Line, ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.files.text_file import read_bytes
from storage.lookalikes.name_file import names_in
from storage.lookalikes.store import find_site, list_sites, sites_to_visit
from storage.people.passwords import acting_officer
from storage.people.roles import DECIDERS
from storage.rights.store import load_rights
from storage.tables import LookalikeSiteRow, LookalikeState

commands = typer.Typer()
lookalikes = typer.Typer(
    help="Sites whose names are like a holder's or a mark (仿冒网站).", no_args_is_help=True
)
commands.add_typer(lookalikes, name="lookalikes")

FIELDS = (
    "id", "state", "host", "manner", "genuine", "holder", "right", "source", "title", "text_likeness",
    "picture_likeness", "evidence", "grounds",
)  # fmt: skip
_MOST_VISITS = 20
"""Sites visited in one go without --limit; chosen by hand: each takes some seconds."""


@lookalikes.command()
@grouped_options
def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Names of sites: lines, CSV, JSON of a certificate log."
        ),
    ],
    *,
    options: ListOptions,
    as_user: AsUser = None,
) -> None:
    """Compare the names in a file with holders' sites and marks, and list those that are new and like one.

    Nothing is asked of the network. Example: hubiao lookalikes check new-domains.txt
    """
    from classifiers.sites.stored_likenesses import enter_like_names

    names = [(path, names_in(read_bytes(path), str(path))) for path in files]
    with database() as opened:
        officer = _officer(opened, as_user)
        rows = [
            row
            for path, hosts in names
            for row in enter_like_names(opened, hosts, source=path.name, by=officer)
        ]
    write_rows(map(_line, rows), FIELDS, options)


@lookalikes.command()
@grouped_options
def resolve(*, options: ListOptions, as_user: AsUser = None) -> None:
    """Ask the name service for names like the holders', where the setting allows it; list those it knows."""
    from console.work.lookalike_sites import MOST_NAMES, ask_names

    effective = settings()
    with database(effective) as opened:
        officer = _officer(opened, as_user)
        rows = ask_names(opened, effective, limit=options.limit or MOST_NAMES, by=officer)
    write_rows(map(_line, rows), FIELDS, options)


@lookalikes.command()
@grouped_options
def visit(
    numbers: Annotated[
        list[int] | None,
        typer.Argument(metavar="[ID...]", help="These sites; without any, those not yet visited."),
    ] = None,
    *,
    options: ListOptions,
    as_user: AsUser = None,
) -> None:
    """Capture the pages of sites as evidence, compare them with the holder's own, and list what was seen."""
    from console.work.lookalike_sites import visit_sites

    effective = settings()
    with database(effective) as opened:
        officer = _officer(opened, as_user)
        with opened.read() as session:
            rows = (
                [find_site(session, number) for number in dict.fromkeys(numbers)]
                if numbers
                else sites_to_visit(session, limit=options.limit or _MOST_VISITS)
            )
        visited = visit_sites(opened, effective, rows, by=officer)
    write_rows(map(_line, visited), FIELDS, options)


@lookalikes.command("list")
@grouped_options
def list_(
    state: Annotated[
        str | None,
        typer.Option("--state", help="new, silent, unlike, lead, asked or dismissed."),
    ] = None,
    *,
    options: ListOptions,
) -> None:
    """List look-alike sites, leads first."""
    if state is not None and state not in set(LookalikeState):
        raise BadInput("lookalike.state-name", state=state, states=list(LookalikeState))
    with database() as opened, opened.read() as session:
        lines = list_sites(session, LookalikeState(state) if state else None, limit=options.limit)
        write_rows((_line(row) for row, _ in lines), FIELDS, options)


@lookalikes.command()
@grouped_options
def names(*, options: ListOptions) -> None:
    """Print the names that somebody may have registered, a line each, the most telling first; nothing is asked."""
    from classifiers.sites.stored_likenesses import names_to_ask

    with database() as opened, opened.read() as session:
        hosts = islice(dict.fromkeys(names_to_ask(load_rights(session))), options.limit)
        write_text("".join(f"{host}\n" for host in hosts), options.output)


def _officer(opened: Database, as_user: str | None) -> str:
    with opened.read() as session:
        return acting_officer(session, as_user, DECIDERS)


def _line(row: LookalikeSiteRow) -> Line:
    return without_blanks(
        {
            "id": row.id,
            "state": row.state.value,
            "host": row.host,
            "manner": row.manner,
            "genuine": row.genuine,
            "holder": row.holder_id,
            "right": row.right_id,
            "source": row.source,
            "title": row.title or None,
            "text_likeness": row.text_likeness,
            "picture_likeness": row.picture_likeness,
            "evidence": row.evidence_id,
            "grounds": list(row.grounds),
        }
    )
