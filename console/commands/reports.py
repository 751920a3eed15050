"""Reports of a period."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from console.commands.options import DAY, RegionCode, database, region_code, settings


def register(app: typer.Typer) -> None:
    app.command("report")(report)


def report(
    first: Annotated[datetime, typer.Option("--from", help="First day.", **DAY)],
    last: Annotated[datetime, typer.Option("--to", help="Last day, included.", **DAY)],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="A .docx or .xlsx file.")
    ],
    right: Annotated[str | None, typer.Option(metavar="ID", help="Only leads of it.")] = None,
    platform: Annotated[str | None, typer.Option(metavar="HOST", help="Only leads on it.")] = None,
    region: RegionCode = None,
    campaign: Annotated[str | None, typer.Option(help="Only leads of this 专项行动.")] = None,
) -> None:
    """Write what was found, decided and achieved in a period as DOCX or XLSX.

    Example: hubiao report --from 2026-11-01 --to 2026-11-30 -o november.docx
    """
    from alerts.reports.lead_events import Period
    from alerts.reports.report_file import write_report
    from storage.views.lead_queue import LeadFilter

    effective = settings()
    period = Period(first=first.date(), last=last.date())
    scope = LeadFilter(
        right=right,
        platform=platform.lower() if platform else None,
        region=region_code(region),
        campaign=campaign,
    )
    with database(effective) as opened, opened.read() as session:
        made = write_report(session, effective, period, output, scope)
    for sentence in made.summary:
        typer.echo(sentence, err=True)
    typer.echo(str(output))
