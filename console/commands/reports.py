"""Reports of a period."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from console.commands.options import DAY, database, settings


def register(app: typer.Typer) -> None:
    app.command("report")(report)


def report(
    first: Annotated[datetime, typer.Option("--from", help="First day.", **DAY)],
    last: Annotated[datetime, typer.Option("--to", help="Last day, included.", **DAY)],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="A .docx or .xlsx file.")
    ],
) -> None:
    """Write what was found, decided and achieved in a period as DOCX or XLSX."""
    from alerts.reports.events import Period
    from alerts.reports.writing import write_report

    effective = settings()
    period = Period(first=first.date(), last=last.date())
    with database(effective) as opened, opened.read() as session:
        made = write_report(session, effective, period, output)
    for sentence in made.summary:
        typer.echo(sentence, err=True)
    typer.echo(str(output))
