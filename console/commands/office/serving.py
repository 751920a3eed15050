"""Serving: the console with its clock and workers, and workers alone."""

from __future__ import annotations

from typing import Annotated

import typer

from console.health.work_part import WorkPart
from console.logs import log_with_times
from console.options.command_options import AllowAddress, database, settings
from storage.base.errors import BadInput
from storage.files.leftovers import clear_leftovers
from storage.files.office_use import in_use

commands = typer.Typer()


@commands.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on (HUBIAO_CONSOLE_HOST).")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port (HUBIAO_CONSOLE_PORT); 0 = a free one."),
    ] = None,
    workers: Annotated[
        bool, typer.Option("--workers/--no-workers", help="Run the clock and a worker too.")
    ] = True,
) -> None:
    """Serve the console, the clock of the tasks, and a worker, until Ctrl-C."""
    # A worker does without the pages' libraries, and runs for as long as the machine.
    from console.server import serve as run_server

    effective = settings(console_host=host, console_port=port)
    log_with_times(effective.log_format)
    with in_use(effective), database(effective) as opened:
        clear_leftovers(effective)
        run_server(effective, opened, workers=workers)


@commands.command()
def worker(
    once: Annotated[bool, typer.Option(help="Do what is due now, then end.")] = False,
    stages: Annotated[
        str,
        typer.Option(
            help=f"Parts of the work, with commas between: {', '.join(WorkPart)}; all of them."
        ),
    ] = ",".join(WorkPart),
    parent: Annotated[
        int | None, typer.Option(hidden=True, help="End when this process is no longer the parent.")
    ] = None,
    allow_address: AllowAddress = None,
) -> None:
    """Work on what is due: assess, capture, deliver mail, digest, give back old claims."""
    from console.work.worker import work

    chosen = _parts(stages)
    effective = settings(allow_addresses=allow_address)
    log_with_times(effective.log_format)
    with in_use(effective), database(effective) as opened:
        clear_leftovers(effective)
        work(effective, opened, once=once, parent=parent, parts=chosen)


def _parts(names: str) -> list[WorkPart]:
    """Raises BadInput on a name that is none."""
    try:
        return [WorkPart(name.strip()) for name in names.split(",")]
    except ValueError as error:
        raise BadInput("worker.no-stage", stages=names, known=", ".join(WorkPart)) from error
