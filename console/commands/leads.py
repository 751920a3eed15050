"""Leads: list them, the reasons of verdicts, export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from console.options.command_options import Output, database, write_lines, write_text
from console.options.lead_options import LeadOptions
from console.options.option_groups import grouped_options
from storage.base.errors import BadInput
from storage.base.reasons import REASONS
from storage.views import row_formats
from storage.views.queue_export import every_lead, lead_lines
from storage.views.row_formats import LEAD_FIELDS

commands = typer.Typer()


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


class Dataset(StrEnum):
    """What can be exported."""

    LISTINGS = "listings"
    PAGES = "pages"
    LEADS = "leads"
    DECISIONS = "decisions"
    NOTICES = "notices"


_DATASETS = {
    Dataset.LISTINGS: (row_formats.listing_lines, row_formats.LISTING_FIELDS),
    Dataset.PAGES: (row_formats.page_lines, row_formats.LISTING_FIELDS),
    Dataset.LEADS: (every_lead, row_formats.LEAD_FIELDS),
    Dataset.DECISIONS: (row_formats.decision_lines, row_formats.DECISION_FIELDS),
    Dataset.NOTICES: (row_formats.notice_lines, row_formats.NOTICE_FIELDS),
}


@commands.command()
@grouped_options
def leads(
    format_: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    output: Output = None,
    *,
    filters: LeadOptions,
) -> None:
    """Show leads in the order of the queue; the filters are those of the console's page.

    Example: hubiao leads --state pending --level red --region 巴彦淖尔市
    """
    lead_filter = filters.lead_filter()
    with database() as opened, opened.read() as session:
        _write_rows(lead_lines(session, lead_filter), LEAD_FIELDS, format_, output)


@commands.command()
def export(
    dataset: Annotated[Dataset, typer.Argument(metavar="WHAT")],
    format_: Annotated[Format, typer.Option("--format")] = Format.JSONL,
    output: Output = None,
) -> None:
    """Export listings or ordinary pages (current versions), leads, decisions or notices.

    Example: hubiao export leads --format xlsx -o leads.xlsx
    """
    lines, fields = _DATASETS[dataset]
    with database() as opened, opened.read() as session:
        _write_rows(lines(session), fields, format_, output)


def _write_rows(
    lines: Iterable[dict[str, Any]], fields: Sequence[str], format_: Format, output: Path | None
) -> None:
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


@commands.command()
def reasons() -> None:
    """List the reason codes and the verdict each fits."""
    for reason in REASONS:
        fits = reason.verdict.value if reason.verdict else "any, with --note"
        typer.echo(f"{reason.code}\t{fits}\t{reason.name}")
