"""Runs (监测批次): how crawls went, and how they behaved."""

from __future__ import annotations

from typing import Annotated

import typer

from console.options.command_options import database
from console.options.list_output import ListOptions, write_rows
from console.options.option_groups import grouped_options
from storage.base.errors import NotFound
from storage.crawls.compliance_ledger import describe_conduct, list_conduct
from storage.crawls.runs import describe_run, list_runs

commands = typer.Typer()

RUN_FIELDS = (
    "id", "state", "started_at", "seconds", "pages", "listings_new", "listings_changed",
    "blocked", "errors", "urls", "reason",
)  # fmt: skip
CONDUCT_FIELDS = (
    "host", "robots", "delay", "requests", "refused_by_robots", "blocked", "blocked_why",
    "first_at", "last_at",
)  # fmt: skip
_LATEST = 20
"""Runs that are shown without `--limit`; chosen by hand."""


@commands.command()
@grouped_options
def runs(*, options: ListOptions) -> None:
    """Show runs (监测批次), the latest first; 20 of them without --limit."""
    with database() as opened, opened.read() as session:
        limit = options.limit or _LATEST
        lines = [describe_run(row) for row in list_runs(session, limit=limit)]
    write_rows(lines, RUN_FIELDS, options)


@commands.command()
@grouped_options
def compliance(
    run_id: Annotated[
        int | None, typer.Argument(metavar="[RUN]", help="Number of a run; default: the latest.")
    ] = None,
    *,
    options: ListOptions,
) -> None:
    """Show how a run behaved towards each host (合规台账): robots.txt, rate, refusals, walls.

    Example: hubiao compliance 12
    """
    with database() as opened, opened.read() as session:
        number = run_id or next((row.id for row in list_runs(session, limit=1)), None)
        if number is None:
            raise NotFound("command.no-run")
        lines = [describe_conduct(row) for row in list_conduct(session, number)]
    if not lines:
        raise NotFound("command.run-asked-no-host", run=number)
    write_rows(lines, CONDUCT_FIELDS, options)
