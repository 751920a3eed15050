"""Requests to assist an investigation (配合调查): service, replies, what follows silence."""

from __future__ import annotations

from typing import Annotated

import typer

from alerts.letters.workflow.platform_assistance import (
    Escalation,
    escalate,
    record_reply,
    record_service,
    replies_to,
)
from console.options.command_options import AsUser, database, write_lines, writing
from console.options.letter_options import Number, print_json
from console.options.list_output import ListOptions
from console.options.option_groups import grouped_options
from console.options.record_lines import record_line, write_records
from console.options.record_options import (
    Day,
    Documents,
    Moment,
    keep_paths,
    read_day_or_today,
    read_moment,
)
from storage.people.passwords import acting_officer
from storage.people.roles import DRAFTERS
from storage.tables.assistance import ReplyKind

commands = typer.Typer()
assistance = typer.Typer(
    help="What follows a request to assist (配合调查通知).", no_args_is_help=True
)
commands.add_typer(assistance, name="assistance")

REPLY_COLUMNS = {
    "id": "id",
    "notice": "notice_id",
    "kind": "kind",
    "replied_on": "replied_on",
    "note": "note",
    "files": "files",
    "recorded_by": "recorded_by",
}


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
        officer = acting_officer(session, as_user, DRAFTERS)
        term = record_service(session, number, served_at=read_moment(at), how=how, by=officer)
        print_json({"deadline": term.id, "due_at": term.due_at.isoformat(timespec="seconds")})


@assistance.command()
def reply(
    number: Number,
    kind: Annotated[ReplyKind, typer.Argument(help="What the platform did.")],
    on: Day = None,
    note: Annotated[str, typer.Option(help="What it says.")] = "",
    file: Documents = None,
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
            by=acting_officer(session, as_user, DRAFTERS),
        )
        write_lines([record_line(row, REPLY_COLUMNS)], None)


@assistance.command("escalate")
def escalate_(
    number: Number,
    way: Annotated[Escalation, typer.Argument(help="Kind of the letter to draft.")],
    as_user: AsUser = None,
) -> None:
    """Draft what follows when the term is over without a full reply."""
    with writing() as (session, effective):
        row = escalate(
            session, effective, number, way, by=acting_officer(session, as_user, DRAFTERS)
        )
        print_json({"id": row.id, "kind": row.kind})


@assistance.command()
@grouped_options
def replies(number: Number, *, options: ListOptions) -> None:
    """Show what the platform did after a notice."""
    with database() as opened, opened.read() as session:
        write_records(replies_to(session, number), REPLY_COLUMNS, options)
