"""Letters and risk warnings: draft, fill, check, approve, render, seal, send, record answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.model.letter_kind import kinds as all_kinds
from alerts.letters.render.docx import keep_template
from alerts.letters.warnings.risk_warnings import draft_warning as draft_bulletin
from alerts.letters.workflow.draft import add_facts
from alerts.letters.workflow.draft import draft as draft_notice
from alerts.letters.workflow.letter_check import check_notice
from console.commands.letters.publishing import publish, unpublish
from console.commands.letters.steps import STEPS
from console.options.command_options import DAY, AsUser, database, settings, writing
from console.options.letter_options import FactOptions, Number, print_json
from console.options.list_output import Line, ListOptions, write_rows
from console.options.option_groups import grouped_options
from console.options.record_options import read_day_or_today
from storage.base.errors import BadInput
from storage.base.office_time import today
from storage.base.settings import Settings
from storage.outgoing.notices import find_notices, load_notice, notice_leads
from storage.people.passwords import acting_officer
from storage.people.roles import DRAFTERS
from storage.tables import NoticeRow

commands = typer.Typer()
notice = typer.Typer(
    help="Letters (文书): draft, check, approve, render, send.", no_args_is_help=True
)
warning = typer.Typer(
    help="Risk warnings (风险预警): draft, check, approve, render, send.", no_args_is_help=True
)
commands.add_typer(notice, name="notice")
commands.add_typer(warning, name="warning")

KIND_FIELDS = ("kind", "track", "name", "fields")
LETTER_FIELDS = (
    "id", "kind", "track", "state", "number", "leads", "right", "platform",
    "drafted_by", "approved_by",
)  # fmt: skip


@notice.command()
@grouped_options
def kinds(*, options: ListOptions) -> None:
    """List the letter types: slug, track, name, and the fields an officer fills."""
    write_rows(
        (
            {
                "kind": kind.slug,
                "track": kind.track.value,
                "name": kind.name,
                "fields": {field.name: field.label for field in kind.fields},
            }
            for kind in all_kinds().values()
        ),
        KIND_FIELDS,
        options,
    )


@notice.command()
def template(
    kind: Annotated[str, typer.Argument(metavar="SLUG", help="See 'notice kinds'.")],
) -> None:
    """Put a letter type's Word template into the data folder, where the office may edit it."""
    typer.echo(str(keep_template(find_kind(kind), settings().folder("templates"))))


@notice.command()
@grouped_options
def draft(
    kind: Annotated[str, typer.Option("--kind", metavar="SLUG", help="See 'notice kinds'.")],
    lead: Annotated[
        list[int] | None, typer.Option("--lead", metavar="ID", help="A lead; repeatable.")
    ] = None,
    platform: Annotated[
        str | None, typer.Option("--platform", metavar="HOST", help="Where no lead names it.")
    ] = None,
    as_user: AsUser = None,
    *,
    additions: FactOptions,
) -> None:
    """Draft a letter on leads; prints its id and what it still lacks.

    Example: hubiao notice draft --kind infringement-notice --lead 1 --field fields.measure=删除 --as li
    """
    with writing() as (session, effective):
        row = draft_notice(
            session,
            effective,
            kind=find_kind(kind),
            lead_ids=lead or (),
            platform=platform,
            by=acting_officer(session, as_user, DRAFTERS),
            added=additions.facts(),
        )
        _print_draft(session, effective, row)


@warning.command("draft")
@grouped_options
def draft_warning(
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day.")] = None,
    as_user: AsUser = None,
    *,
    additions: FactOptions,
) -> None:
    """Draft a risk warning from the hot spots of a period (default: the last 30 days).

    Example: hubiao warning draft --from 2026-11-01 --to 2026-11-30 --as li
    """
    last = read_day_or_today(end)
    first = read_day_or_today(start) if start else last - timedelta(days=29)
    with writing() as (session, effective):
        row = draft_bulletin(
            session,
            effective,
            start=first,
            end=last,
            by=acting_officer(session, as_user, DRAFTERS),
            added=additions.facts(),
        )
        _print_draft(session, effective, row)


@grouped_options
def fill(number: Number, as_user: AsUser = None, *, additions: FactOptions) -> None:
    """Add facts to a draft, e.g. --field fields.measure=删除; prints what it still lacks."""
    facts = additions.facts()
    if not facts:
        raise BadInput("command.nothing-to-add")
    with writing() as (session, effective):
        row = load_notice(session, number)
        add_facts(session, effective, row, facts, by=acting_officer(session, as_user, DRAFTERS))
        _print_draft(session, effective, row)


def check(
    number: Number,
    on: Annotated[
        datetime | None,
        typer.Option("--on", **DAY, help="As if issued on that day: law, terms, rights, licences."),
    ] = None,
) -> None:
    """Say what a letter lacks, a line per element; exit 1 when something does.

    What was edited in Word is told on stderr, a line a paragraph: [-deleted-]{+inserted+}.
    """
    day = on.date() if on else today()
    with database(effective := settings()) as opened, opened.read() as session:
        result = check_notice(session, effective, number, today=day)
    for line in result.warnings:
        typer.echo(f"hubiao: {line}", err=True)
    for paragraph in result.edit.difference if result.edit else ():
        typer.echo(f"hubiao: 修改对照：{paragraph.marked()}", err=True)
    for missing in result.missing:
        typer.echo(str(missing))
    if result.missing:
        raise typer.Exit(1)


@notice.command("list")
@grouped_options
def list_notices(*, options: ListOptions) -> None:
    """List all letters, newest first."""
    _print_letters(None, options)


@warning.command("list")
@grouped_options
def list_warnings(*, options: ListOptions) -> None:
    """List the letters of track C, newest first."""
    _print_letters("C", options)


def _print_letters(track: str | None, options: ListOptions) -> None:
    with database() as opened, opened.read() as session:
        rows = find_notices(session, track=track)
        lines = (_letter_line(row, notice_leads(session, row.id)) for row in rows)
        write_rows(lines, LETTER_FIELDS, options)


def _letter_line(row: NoticeRow, leads: tuple[int, ...]) -> Line:
    line: Line = {
        "id": row.id,
        "kind": row.kind,
        "track": row.track,
        "state": row.state,
        "number": row.number,
        "leads": list(leads),
        "right": row.right_id,
        "platform": row.platform,
        "drafted_by": row.drafted_by,
        "approved_by": row.approved_by,
    }
    return {name: value for name, value in line.items() if value not in (None, [])}


def _print_draft(session: Session, effective: Settings, row: NoticeRow) -> None:
    result = check_notice(session, effective, row.id, today=today())
    print_json(
        {
            "id": row.id,
            "kind": row.kind,
            "state": row.state,
            "complete": not result.missing,
            "missing": [str(missing) for missing in result.missing],
        }
    )


for _step in (fill, check, *STEPS):
    notice.command()(_step)
    warning.command()(_step)
warning.command()(publish)
warning.command()(unpublish)
