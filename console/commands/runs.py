"""Runs (监测批次): how crawls went, and how they behaved."""

from __future__ import annotations

from typing import Annotated

import typer

from console.options.command_options import Output, database, write_lines
from storage.base.errors import NotFound
from storage.crawls.compliance_ledger import describe_conduct, list_conduct
from storage.crawls.runs import describe_run, list_runs

commands = typer.Typer()


@commands.command()
def runs(
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 20,
    output: Output = None,
) -> None:
    """Show the latest runs (监测批次) as JSON lines."""
    with database() as opened, opened.read() as session:
        lines = [describe_run(row) for row in list_runs(session, limit=limit)]
    write_lines(lines, output)


@commands.command()
def compliance(
    run_id: Annotated[
        int | None, typer.Argument(metavar="[RUN]", help="Number of a run; default: the latest.")
    ] = None,
    output: Output = None,
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
    write_lines(lines, output)
