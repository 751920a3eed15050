"""Requests to assist an investigation (配合调查), and visits to the addresses that shops publish."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from alerts.letters.workflow.platform_assistance import (
    Escalation,
    escalate,
    record_reply,
    record_service,
    replies_to,
)
from console.options.command_options import AsUser, database, write_lines
from console.options.followup_options import keep_paths, read_day_or_today, read_moment
from console.options.letter_options import Number, print_json, writing
from console.options.list_output import ListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.leads.shop_visits import record_mark, record_visit, request_mark, visits_of
from storage.people.passwords import acting_officer
from storage.records.platform_reply import ReplyKind
from storage.tables import PlatformReplyRow, ShopVisitRow

commands = typer.Typer()
assistance = typer.Typer(
    help="What follows a request to assist (配合调查通知).", no_args_is_help=True
)
visit = typer.Typer(
    help="Visits to the addresses that shops publish (现场核查).", no_args_is_help=True
)
commands.add_typer(assistance, name="assistance")
commands.add_typer(visit, name="visit")

REPLY_FIELDS = ("id", "notice", "kind", "replied_on", "note", "files", "recorded_by")
VISIT_FIELDS = (
    "id", "lead", "visited_at", "address", "officers", "finding", "address_false", "photos", "mark",
    "mark_note",
)  # fmt: skip

Moment = Annotated[
    str | None, typer.Option("--at", metavar="MOMENT", help="When it was; default now.")
]
Visit = Annotated[int, typer.Argument(metavar="ID", help="Number of the visit.")]


@assistance.command()
def served(
    number: Number,
    at: Moment = None,
    how: Annotated[str, typer.Option(help="How it was served.")] = "",
    as_user: AsUser = None,
) -> None:
    """Record that the notice reached the platform; five working days begin.

    Example: hubiao assistance served 7 --at 2026-11-20T09:30 --how 平台入口
    """
    with writing() as (session, _):
        officer = acting_officer(session, as_user)
        term = record_service(session, number, served_at=read_moment(at), how=how, by=officer)
        print_json({"deadline": term.id, "due_at": term.due_at.isoformat(timespec="seconds")})


@assistance.command()
def reply(
    number: Number,
    kind: Annotated[ReplyKind, typer.Argument(help="What the platform did.")],
    on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of the reply; default today.")
    ] = None,
    note: Annotated[str, typer.Option(help="What it says.")] = "",
    file: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A document; repeatable.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="More is to come; the term runs on.")
    ] = False,
    as_user: AsUser = None,
) -> None:
    """Record what the platform did; a complete reply ends the term."""
    with writing() as (session, effective):
        row = record_reply(
            session,
            number,
            kind,
            replied_on=read_day_or_today(on),
            remark=note,
            files=keep_paths(effective, file or ()),
            is_complete=not partial,
            by=acting_officer(session, as_user),
        )
        write_lines([_reply_line(row)], None)


@assistance.command("escalate")
def escalate_(
    number: Number,
    way: Annotated[Escalation, typer.Argument(help="Kind of the letter to draft.")],
    as_user: AsUser = None,
) -> None:
    """Draft what follows when the term is over without a full reply."""
    with writing() as (session, effective):
        row = escalate(session, effective, number, way, by=acting_officer(session, as_user))
        print_json({"id": row.id, "kind": row.kind})


@assistance.command()
@grouped_options
def replies(number: Number, *, options: ListOptions) -> None:
    """Show what the platform did after a notice."""
    with database() as opened, opened.read() as session:
        write_rows(map(_reply_line, replies_to(session, number)), REPLY_FIELDS, options)


@visit.command()
def record(
    lead: Annotated[int, typer.Argument(metavar="LEAD", help="Number of the lead.")],
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
            recorded_by=acting_officer(session, as_user),
        )
        write_lines([_visit_line(row)], None)


@visit.command("request-mark")
def request_mark_(number: Visit, at: Moment = None, as_user: AsUser = None) -> None:
    """Record that the platform was asked to mark shop and goods at the top."""
    with writing() as (session, _):
        officer = acting_officer(session, as_user)
        write_lines(
            [_visit_line(request_mark(session, number, at=read_moment(at), by=officer))], None
        )


@visit.command()
def mark(
    number: Visit,
    visible: Annotated[bool, typer.Option("--visible/--missing", help="Whether it was seen.")],
    note: Annotated[str, typer.Option(help="Where one looked, and what was seen.")] = "",
    as_user: AsUser = None,
) -> None:
    """Record whether the mark that was asked for is on the pages."""
    with writing() as (session, _):
        officer = acting_officer(session, as_user)
        row = record_mark(session, number, is_visible=visible, note=note, by=officer)
        write_lines([_visit_line(row)], None)


@visit.command("list")
@grouped_options
def list_(
    lead: Annotated[int, typer.Argument(metavar="LEAD", help="Number of the lead.")],
    *,
    options: ListOptions,
) -> None:
    """Show the visits on a lead, the newest first."""
    with database() as opened, opened.read() as session:
        write_rows(map(_visit_line, visits_of(session, [lead])), VISIT_FIELDS, options)


def _reply_line(row: PlatformReplyRow) -> dict[str, Any]:
    line = {
        "id": row.id,
        "notice": row.notice_id,
        "kind": row.kind,
        "replied_on": row.replied_on.isoformat(),
        "note": row.note,
        "files": [file.sha256 for file in row.files],
        "recorded_by": row.recorded_by,
    }
    return {name: value for name, value in line.items() if value is not None}


def _visit_line(row: ShopVisitRow) -> dict[str, Any]:
    line = {
        "id": row.id,
        "lead": row.lead_id,
        "visited_at": row.visited_at.isoformat(timespec="seconds"),
        "address": row.address,
        "officers": list(row.officers),
        "finding": row.finding,
        "address_false": row.address_false,
        "photos": [photo.sha256 for photo in row.photos],
        "mark": row.mark,
        "mark_note": row.mark_note,
    }
    return {name: value for name, value in line.items() if value is not None}
