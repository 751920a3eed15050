"""Reports of a period."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from alerts.reports.lead_events import ReportPeriod
from alerts.reports.report_file import write_report
from console.options.command_options import DAY, database, notify, settings
from console.options.lead_options import ScopeOptions
from console.options.option_groups import grouped_options
from storage.base.message import Message

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
    totals = result.totals
    notify(
        Message(
            "done.reported",
            {
                "opened": totals["opened"],
                "earlier": result.earlier["opened"],
                "confirmed": totals["confirmed"],
                "dismissed": totals["dismissed"],
                "needs_evidence": totals["needs_evidence"],
                "noticed": totals["noticed"],
                "removed": totals["removed"],
                "refused": totals["refused"],
                "contested": totals["contested"],
                "relisted": totals["relisted"],
            },
        )
    )
    typer.echo(str(output))
