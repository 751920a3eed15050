"""Leads: list, decide, undo, export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.options import (
    DAY,
    AsUser,
    Output,
    RegionCode,
    database,
    region_code,
    settings,
)
from storage.base.disguises import DISGUISE_NAMES
from storage.base.errors import BadInput
from storage.base.vocabulary import LeadState, Verdict
from storage.records import Level

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


class What(StrEnum):
    LISTINGS = "listings"
    PAGES = "pages"
    LEADS = "leads"
    DECISIONS = "decisions"
    NOTICES = "notices"


LeadNumber = Annotated[int, typer.Argument(metavar="LEAD", help="Number of the lead.")]


def register(app: typer.Typer) -> None:
    app.command("leads")(leads)
    app.command("decide")(decide)
    app.command("undo")(undo)
    app.command("close")(close)
    app.command("reasons")(reasons)
    app.command("export")(export)


def leads(
    state: Annotated[LeadState | None, typer.Option(help="Only leads in this state.")] = None,
    right: Annotated[str | None, typer.Option(metavar="ID", help="Of this right.")] = None,
    platform: Annotated[str | None, typer.Option(metavar="HOST")] = None,
    level: Annotated[Level | None, typer.Option(help="Of this level of warning.")] = None,
    disguise: Annotated[
        str | None, typer.Option(metavar="KIND", help=f"One of {', '.join(DISGUISE_NAMES)}.")
    ] = None,
    region: RegionCode = None,
    tier: Annotated[int | None, typer.Option(help="Protection tier of the holder.")] = None,
    campaign: Annotated[str | None, typer.Option(help="Found for this 专项行动.")] = None,
    words: Annotated[str | None, typer.Option(help="Part of the listing's title.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Opened on or after.", **DAY)] = None,
    until: Annotated[datetime | None, typer.Option(help="Opened on or before.", **DAY)] = None,
    relisted: Annotated[bool, typer.Option("--relisted", help="Only those back (复现).")] = False,
    format_: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    output: Output = None,
) -> None:
    """Show leads in the order of the queue; the filters are those of the console's page.

    Example: hubiao leads --state pending --level red --region 巴彦淖尔市
    """
    from storage.views.lead_queue import LeadFilter
    from storage.views.queue_export import lead_lines
    from storage.views.row_formats import LEAD_FIELDS

    if disguise is not None and disguise not in DISGUISE_NAMES:
        raise BadInput("command.disguise-unknown", disguise=disguise)
    wanted = LeadFilter(
        states=(state,) if state else (),
        right=right,
        platform=platform.lower() if platform else None,
        level=level.value if level else None,
        disguise=disguise,
        region=region_code(region),
        tier=tier,
        campaign=campaign,
        words=words,
        since=since.date() if since else None,
        until=until.date() if until else None,
        relisted=relisted,
    )
    with database() as opened, opened.read() as session:
        _show(lead_lines(session, wanted), LEAD_FIELDS, format_, output)


def export(
    what: What,
    format_: Annotated[Format, typer.Option("--format")] = Format.JSONL,
    output: Output = None,
) -> None:
    """Export listings or ordinary pages (current versions), leads, decisions or notices.

    Example: hubiao export leads --format xlsx -o leads.xlsx
    """
    from storage.views import row_formats
    from storage.views.queue_export import every_lead

    lines, fields = {
        What.LISTINGS: (row_formats.listing_lines, row_formats.LISTING_FIELDS),
        What.PAGES: (row_formats.page_lines, row_formats.LISTING_FIELDS),
        What.LEADS: (every_lead, row_formats.LEAD_FIELDS),
        What.DECISIONS: (row_formats.decision_lines, row_formats.DECISION_FIELDS),
        What.NOTICES: (row_formats.notice_lines, row_formats.NOTICE_FIELDS),
    }[what]
    with database() as opened, opened.read() as session:
        _show(lines(session), fields, format_, output)


def _show(
    lines: Iterable[dict[str, Any]], fields: Sequence[str], format_: Format, output: Path | None
) -> None:
    from console.commands.options import write_lines, write_text
    from storage.views import row_formats

    if format_ is Format.JSONL:
        write_lines(lines, output)
    elif format_ is Format.CSV:
        write_text(row_formats.csv_parts(lines, fields), output)
    elif format_ is Format.XLSX:
        if output is None:
            raise BadInput("command.xlsx-needs-file")
        row_formats.write_xlsx(lines, fields, output)
    else:
        write_text(row_formats.table_parts(lines, fields), output)


def decide(
    lead: LeadNumber,
    verdict: Verdict,
    reason: Annotated[str, typer.Option(metavar="CODE", help="See 'hubiao reasons'.")],
    note: Annotated[str | None, typer.Option(help="Remark; needed with reason 'other'.")] = None,
    as_user: AsUser = None,
) -> None:
    """Give a verdict on a lead; confirming it queues the holder's alert.

    Example: hubiao decide 1 confirmed --reason no_licence --as li
    """
    from alerts.followup.verdicts import give_verdict
    from alerts.mail.holder_alerts import alert_status

    effective = settings()
    with database(effective) as opened, opened.begin() as session:
        officer = _officer(session, as_user)
        decision = give_verdict(
            session, lead, verdict, officer=officer, reason=reason, note=note, settings=effective
        )
        alert = alert_status(session, lead)
    typer.echo(f"lead {lead}: {verdict.value} (decision {decision.id})")
    if alert is not None:
        typer.echo(alert.why, err=True)


def undo(
    lead: LeadNumber,
    note: Annotated[str | None, typer.Option(help="Why; needed once the alert has gone.")] = None,
    as_user: AsUser = None,
) -> None:
    """Take the last verdict on a lead back."""
    from alerts.followup.verdicts import take_back

    effective = settings()
    with database(effective) as opened, opened.begin() as session:
        take_back(session, lead, officer=_officer(session, as_user), note=note, settings=effective)
    typer.echo(f"lead {lead}: verdict taken back")


def close(
    leads: Annotated[list[int], typer.Argument(metavar="LEAD...", help="Numbers of leads.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; it is kept.")],
    as_user: AsUser = None,
) -> None:
    """Close confirmed leads (办结): nothing further is done and they are not looked at again."""
    from alerts.followup.closing import close_lead

    with database() as opened, opened.begin() as session:
        officer = _officer(session, as_user)
        for number in leads:
            close_lead(session, number, officer=officer, why=why)
    typer.echo("closed: " + ", ".join(map(str, leads)))


def _officer(session: Session, name: str | None) -> str:
    from storage.people.passwords import acting_officer

    return acting_officer(session, name)


def reasons() -> None:
    """List the reason codes and the verdict each fits."""
    from storage.base.reasons import REASONS

    for reason in REASONS:
        fits = reason.verdict.value if reason.verdict else "any, with --note"
        typer.echo(f"{reason.code}\t{fits}\t{reason.name}")
