"""What follows a letter: terms, and what became of listings."""

from __future__ import annotations

from typing import Annotated

import typer

from alerts.followup.deadlines import close_clock, running_deadlines, start_clock
from alerts.followup.legal_terms import LEGAL_TERMS
from alerts.followup.recheck_results import settle_rechecks
from console.options.command_options import AsUser, confirm, database, write_lines
from console.options.list_output import ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from console.options.record_options import Moment, read_moment
from storage.base.message import Message
from storage.leads.rechecks import due_rechecks, plan_rechecks
from storage.people.passwords import acting_officer
from storage.people.roles import DRAFTERS
from storage.tables import DeadlineRow
from storage.tables.base import now

commands = typer.Typer()
deadline = typer.Typer(help="Terms (期限) that run on leads and letters.", no_args_is_help=True)
commands.add_typer(deadline, name="deadline")

KIND_FIELDS = ("kind", "name", "length", "unit", "starts", "early", "basis", "verified")
DEADLINE_FIELDS = (
    "id", "kind", "name", "lead", "notice", "started_at", "due_at", "provisional", "state", "note",
)  # fmt: skip


@deadline.command()
@grouped_options
def kinds(*, options: ListOptions) -> None:
    """List the kinds of terms: length, what starts them, where the law sets them."""
    lines = (
        {name: kind if name == "kind" else getattr(clock, name) for name in KIND_FIELDS}
        for kind, clock in LEGAL_TERMS.items()
    )
    write_rows(lines, KIND_FIELDS, options)


@deadline.command()
def start(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="See 'hubiao deadline kinds'.")],
    lead: Annotated[int | None, typer.Option(help="The lead it runs on.")] = None,
    notice: Annotated[int | None, typer.Option(help="The letter it runs on.")] = None,
    at: Moment = None,
    note: Annotated[str | None, typer.Option(help="Remark.")] = None,
    as_user: AsUser = None,
) -> None:
    """Record the event that starts a term; reminders follow by themselves.

    Example: hubiao deadline start statement --notice 3 --at 2026-11-20
    """
    with database() as opened, opened.begin() as session:
        row = start_clock(
            session,
            kind,
            started=read_moment(at),
            officer=acting_officer(session, as_user, DRAFTERS),
            lead_id=lead,
            notice_id=notice,
            note=note,
        )
        write_lines([_deadline_line(row)], None)


@deadline.command("list")
@grouped_options
def list_deadlines(
    lead: Annotated[int | None, typer.Option(help="Only of this lead.")] = None,
    *,
    options: ListOptions,
) -> None:
    """Show running terms, the soonest first."""
    with database() as opened, opened.read() as session:
        rows = running_deadlines(session, lead_id=lead)
        write_rows(map(_deadline_line, rows), DEADLINE_FIELDS, options)


def _deadline_line(row: DeadlineRow) -> dict[str, object]:
    line = {
        "id": row.id,
        "kind": row.kind,
        "name": LEGAL_TERMS[row.kind].name,
        "lead": row.lead_id,
        "notice": row.notice_id,
        "started_at": row.started_at.isoformat(timespec="seconds"),
        "due_at": row.due_at.isoformat(timespec="seconds"),
        "provisional": row.provisional,
        "state": row.state,
        "note": row.note,
    }
    return without_blanks(line)


@deadline.command()
def close(
    number: Annotated[int, typer.Argument(metavar="ID", help="Number of the term.")],
    void: Annotated[bool, typer.Option("--void", help="No longer needed, not kept.")] = False,
    note: Annotated[str | None, typer.Option(help="What was done.")] = None,
    as_user: AsUser = None,
) -> None:
    """End a running term; its reminders stop."""
    with database() as opened, opened.begin() as session:
        officer = acting_officer(session, as_user, DRAFTERS)
        close_clock(session, number, officer=officer, met=not void, note=note)
    confirm(Message("done.term-void" if void else "done.term-met", {"term": number}))


@commands.command()
def recheck(
    due: Annotated[
        bool, typer.Option("--due", help="Only print the addresses to crawl now, one a line.")
    ] = False,
) -> None:
    """Read from the latest crawls what became of listings after their letters."""
    with database() as opened, opened.begin() as session:
        if due:
            plan_rechecks(session)
            for page in due_rechecks(session, now()):
                typer.echo(page.url)
        else:
            write_lines([dict(settle_rechecks(session))], None)
