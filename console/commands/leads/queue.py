"""Leads: list them, the reasons of verdicts, export."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from console.options.command_options import database
from console.options.lead_options import LeadOptions
from console.options.list_output import FileListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.views import row_formats
from storage.views.queue_export import every_lead, lead_lines
from storage.views.row_formats import LEAD_FIELDS

commands = typer.Typer()


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
def leads(*, options: FileListOptions, filters: LeadOptions) -> None:
    """Show leads in the order of the queue; the filters are those of the console's page.

    Example: hubiao leads --state pending --level red --region 巴彦淖尔市
    """
    lead_filter = filters.lead_filter()
    with database() as opened, opened.read() as session:
        lines = lead_lines(session, lead_filter)
        write_rows(lines, LEAD_FIELDS, options, plain=_lead_cells, plain_header=True)


def _lead_cells(line: dict[str, object]) -> list[str]:
    return [str(line.get(name, "")) for name in LEAD_FIELDS]


@commands.command()
@grouped_options
def export(
    dataset: Annotated[Dataset, typer.Argument(metavar="WHAT")], *, options: FileListOptions
) -> None:
    """Export listings or ordinary pages (current versions), leads, decisions or notices.

    Example: hubiao export leads --format xlsx -o leads.xlsx
    """
    lines, fields = _DATASETS[dataset]
    with database() as opened, opened.read() as session:
        write_rows(lines(session), fields, options)
