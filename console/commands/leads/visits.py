"""Visits (现场核查) to the addresses that shops publish, and the mark asked of the platform."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import AsUser, LeadNumber, database, write_lines, writing
from console.options.list_output import ListOptions
from console.options.option_groups import grouped_options
from console.options.record_lines import record_line, write_records
from console.options.record_options import Moment, keep_paths, read_moment
from storage.leads.shop_visits import record_mark, record_visit, request_mark, visits_of
from storage.people.passwords import acting_officer
from storage.people.roles import DRAFTERS

commands = typer.Typer()
visit = typer.Typer(
    help="Visits to the addresses that shops publish (现场核查).", no_args_is_help=True
)
commands.add_typer(visit, name="visit")

COLUMNS = {
    "id": "id",
    "lead": "lead_id",
    "visited_at": "visited_at",
    "address": "address",
    "officers": "officers",
    "finding": "finding",
    "address_false": "address_false",
    "photos": "photos",
    "mark": "mark",
    "mark_note": "mark_note",
}
Number = Annotated[int, typer.Argument(metavar="ID", help="Number of the visit.")]


@visit.command()
def record(
    lead: LeadNumber,
    address: Annotated[str, typer.Option(help="The address that the shop publishes.")],
    officer: Annotated[list[str], typer.Option(metavar="NAME", help="Who went; twice at least.")],
    finding: Annotated[str, typer.Option(help="What was found there.")],
    at: Moment = None,
    false: Annotated[bool, typer.Option("--false", help="The address proved false.")] = False,
    photo: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A photograph; repeatable.")
    ] = None,
    as_user: AsUser = None,
) -> None:
    """Record a visit to a shop's address; photographs are kept by their hash.

    Example: hubiao visit record 12 --address 示例路9号 --officer 张 --officer 李 --finding 无此店 --false
    """
    with writing() as (session, effective):
        row = record_visit(
            session,
            lead,
            visited_at=read_moment(at),
            address=address,
            officers=officer,
            finding=finding,
            address_false=false,
            photos=keep_paths(effective, photo or ()),
            recorded_by=acting_officer(session, as_user, DRAFTERS),
        )
        write_lines([record_line(row, COLUMNS)], None)


@visit.command("request-mark")
def request_mark_(number: Number, at: Moment = None, as_user: AsUser = None) -> None:
    """Record that the platform was asked to mark shop and goods at the top."""
    with writing() as (session, _):
        officer = acting_officer(session, as_user, DRAFTERS)
        row = request_mark(session, number, at=read_moment(at), by=officer)
        write_lines([record_line(row, COLUMNS)], None)


@visit.command()
def mark(
    number: Number,
    visible: Annotated[bool, typer.Option("--visible/--missing", help="Whether it was seen.")],
    note: Annotated[str, typer.Option(help="Where one looked, and what was seen.")] = "",
    as_user: AsUser = None,
) -> None:
    """Record whether the mark that was asked for is on the pages."""
    with writing() as (session, _):
        officer = acting_officer(session, as_user, DRAFTERS)
        row = record_mark(session, number, is_visible=visible, note=note, by=officer)
        write_lines([record_line(row, COLUMNS)], None)


@visit.command("list")
@grouped_options
def list_(
    lead: LeadNumber,
    *,
    options: ListOptions,
) -> None:
    """Show the visits on a lead, the newest first."""
    with database() as opened, opened.read() as session:
        write_records(visits_of(session, [lead]), COLUMNS, options)
