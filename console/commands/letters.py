"""Letters and risk warnings: draft, fill, check, approve, render, seal, send, record answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands import letter_steps as steps
from console.commands.letter_options import (
    FactsFile,
    Fields,
    Number,
    acting,
    given_facts,
    read_day,
    show,
    today,
    writing,
)
from console.commands.options import AsUser, database, settings, write_lines
from storage.base.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.base.settings import Settings
    from storage.tables import NoticeRow

notice = typer.Typer(
    help="Letters (文书): draft, check, approve, render, send.", no_args_is_help=True
)
warning = typer.Typer(
    help="Risk warnings (风险预警): draft, check, approve, render, send.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    for group, name in ((notice, "notice"), (warning, "warning")):
        for command in (fill, check, *steps.STEPS):
            group.command(command.__name__)(command)
        app.add_typer(group, name=name)
    notice.command("kinds")(kinds)
    notice.command("draft")(draft)
    notice.command("list")(list_notices)
    notice.command("template")(template)
    warning.command("draft")(draft_warning)
    warning.command("list")(list_warnings)
    warning.command("publish")(steps.publish)
    warning.command("unpublish")(steps.unpublish)


def kinds() -> None:
    """List the letter types: slug, track, name, and the fields an officer fills."""
    from alerts.letters.model.letter_kind import kinds as all_kinds

    write_lines(
        (
            {
                "kind": kind.slug,
                "track": kind.track.value,
                "name": kind.name,
                "fields": {field.name: field.label for field in kind.fields},
            }
            for kind in all_kinds().values()
        ),
        None,
    )


def template(
    kind: Annotated[str, typer.Argument(metavar="SLUG", help="See 'notice kinds'.")],
) -> None:
    """Put a letter type's Word template into the data folder, where the office may edit it."""
    from alerts.letters.model.letter_kind import find_kind
    from alerts.letters.render.docx import keep_template

    typer.echo(str(keep_template(find_kind(kind), settings().folder("templates"))))


def draft(
    kind: Annotated[str, typer.Option("--kind", metavar="SLUG", help="See 'notice kinds'.")],
    lead: Annotated[
        list[int] | None, typer.Option("--lead", metavar="ID", help="A lead; repeatable.")
    ] = None,
    platform: Annotated[
        str | None, typer.Option("--platform", metavar="HOST", help="Where no lead names it.")
    ] = None,
    field: Fields = None,
    file: FactsFile = None,
    as_user: AsUser = None,
) -> None:
    """Draft a letter on leads; prints its id and what it still lacks.

    Example: hubiao notice draft --kind infringement-notice --lead 1 --field fields.measure=删除 --as li
    """
    from alerts.letters.model.letter_kind import find_kind
    from alerts.letters.workflow.draft import draft as draft_notice

    with writing() as (session, effective):
        row = draft_notice(
            session,
            effective,
            kind=find_kind(kind),
            lead_ids=lead or (),
            platform=platform,
            by=acting(session, as_user),
            added=given_facts(field, file),
        )
        _show_draft(session, effective, row)


def draft_warning(
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day.")] = None,
    field: Fields = None,
    file: FactsFile = None,
    as_user: AsUser = None,
) -> None:
    """Draft a risk warning from the hot spots of a period (default: the last 30 days).

    Example: hubiao warning draft --from 2026-11-01 --to 2026-11-30 --as li
    """
    from alerts.letters.workflow.risk_warnings import draft_warning as draft_bulletin

    last = read_day(end) or today()
    first = read_day(start) or last - timedelta(days=29)
    with writing() as (session, effective):
        row = draft_bulletin(
            session,
            effective,
            start=first,
            end=last,
            by=acting(session, as_user),
            added=given_facts(field, file),
        )
        _show_draft(session, effective, row)


def fill(
    number: Number, field: Fields = None, file: FactsFile = None, as_user: AsUser = None
) -> None:
    """Add facts to a draft, e.g. --field fields.measure=删除; prints what it still lacks."""
    from alerts.letters.workflow.draft import add_facts
    from storage.outgoing.notices import load_notice

    added = given_facts(field, file)
    if not added:
        raise BadInput("command.nothing-to-add")
    with writing() as (session, effective):
        row = load_notice(session, number)
        add_facts(session, effective, row, added, by=acting(session, as_user))
        _show_draft(session, effective, row)


def check(number: Number) -> None:
    """Say what a letter lacks, a line per element; exit 1 when something does."""
    from alerts.letters.workflow.letter_check import check_notice

    with database(effective := settings()) as opened, opened.read() as session:
        found = check_notice(session, effective, number, today=today())
    for line in found.law:
        typer.echo(f"hubiao: {line}", err=True)
    for missing in found.missing:
        typer.echo(str(missing))
    if found.missing:
        raise typer.Exit(1)


def list_notices() -> None:
    """List all letters, newest first, as JSON lines."""
    _list(None)


def list_warnings() -> None:
    """List the letters of track C, newest first, as JSON lines."""
    _list("C")


def _list(track: str | None) -> None:
    from storage.outgoing.notices import find_notices, notice_leads

    with database() as opened, opened.read() as session:
        rows = find_notices(session, track=track)
        write_lines([_line(row, notice_leads(session, row.id)) for row in rows], None)


def _line(row: NoticeRow, leads: tuple[int, ...]) -> dict[str, Any]:
    shown: dict[str, Any] = {
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
    return {name: value for name, value in shown.items() if value not in (None, [])}


def _show_draft(session: Session, effective: Settings, row: NoticeRow) -> None:
    from alerts.letters.workflow.letter_check import check_notice

    found = check_notice(session, effective, row.id, today=today())
    show(
        {
            "id": row.id,
            "kind": row.kind,
            "state": row.state,
            "complete": not found.missing,
            "missing": [str(missing) for missing in found.missing],
        }
    )
