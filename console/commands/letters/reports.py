"""Reports of a period."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from alerts.reports.lead_events import ReportPeriod
from alerts.reports.report_file import write_report
from console.options.command_options import DAY, database, settings
from console.options.lead_options import ScopeOptions
from console.options.option_groups import grouped_options

commands = typer.Typer()


@commands.command()
@grouped_options
def report(
    first: Annotated[datetime, typer.Option("--from", help="First day.", **DAY)],
    last: Annotated[datetime, typer.Option("--to", help="Last day, included.", **DAY)],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="A .docx or .xlsx file.")
    ],
    *,
    scope: ScopeOptions,
) -> None:
    """Write what was found, decided and achieved in a period as DOCX or XLSX.

    Example: hubiao report --from 2026-11-01 --to 2026-11-30 -o november.docx
    """
    effective = settings()
    period = ReportPeriod(first=first.date(), last=last.date())
    with database(effective) as opened, opened.read() as session:
        result = write_report(session, effective, period, output, scope.lead_filter())
    for sentence in result.summary:
        typer.echo(sentence, err=True)
    typer.echo(str(output))
