"""Reports of a period."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alerts.reports.accuracy_files import write_accuracy
from alerts.reports.accuracy_report import make_accuracy
from alerts.reports.lead_events import ReportPeriod
from alerts.reports.report_file import write_report
from console.options.command_options import DAY, database, notify, settings
from console.options.lead_options import ScopeOptions
from console.options.option_groups import grouped_options
from console.web.queue.platform_names import platform_names
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.views.queue.lead_filter import LeadFilter

commands = typer.Typer()


class ReportSubject(StrEnum):
    """What a report is about."""

    WORK = "work"
    ACCURACY = "accuracy"


@commands.command()
@grouped_options
def report(
    *,
    subject: Annotated[
        ReportSubject,
        typer.Argument(help="The work of a period, or how right a year's notices were."),
    ] = ReportSubject.WORK,
    first: Annotated[datetime | None, typer.Option("--from", help="First day.", **DAY)] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", help="Last day, included.", **DAY)
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Year of the accuracy report.", metavar="YEAR")
    ] = None,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="A .docx or .xlsx file; of the accuracy report .xlsx, .json or .csv.",
        ),
    ],
    scope: ScopeOptions,
) -> None:
    """Write what was found, decided and achieved in a period as DOCX or XLSX.

    `hubiao report accuracy --year 2026 -o 2026.json` writes notices, removals, withdrawals, appeals and
    wrong notices of a year by kind of right and platform; groups in which a shop could be recognised are joined.

    Example: hubiao report --from 2026-11-01 --to 2026-11-30 -o november.docx
    """
    if subject is ReportSubject.ACCURACY:
        if year is None or first is not None or last is not None:
            raise BadInput("accuracy.options")
        _write_accuracy(year, output)
        return
    if first is None or last is None or year is not None:
        raise BadInput("accuracy.options")
    period = ReportPeriod(first=first.date(), last=last.date())
    _write_work(period, output, scope.lead_filter())


def _write_work(period: ReportPeriod, output: Path, scope: LeadFilter) -> None:
    effective = settings()
    with database(effective) as opened, opened.read() as session:
        result = write_report(session, effective, period, output, scope)
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


def _write_accuracy(year: int, output: Path) -> None:
    """The accuracy report of a year as it stands now, published or not."""
    effective = settings()
    with database(effective) as opened, opened.read() as session:
        names = platform_names(effective)
        figures = make_accuracy(session, effective, year, names.name)
    write_accuracy(figures, output)
    total = figures.total
    if total is None:
        notify(Message("done.accuracy-suppressed", {"year": year}))
    else:
        notify(
            Message("done.accuracy", {"year": year, "noticed": total.noticed, "wrong": total.wrong})
        )
    typer.echo(str(output))
