"""Pictures: fetched where a mark may stand in them alone, and read on this machine."""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated

import typer

from classifiers.pictures.stored_pictures import ReadingRun, read_pictures
from console.options.command_options import database, settings
from console.work.picture_fetching import fetch_ranked_pictures

commands = typer.Typer()


@commands.command()
def pictures(
    fetch: Annotated[
        bool, typer.Option("--fetch", help="First fetch pictures of candidates that have none.")
    ] = False,
    fresh: Annotated[
        bool,
        typer.Option(
            "--fresh", help="Only fetch, for listings never looked at: what the workers do."
        ),
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="Pictures read, listings fetched for.")] = 200,
) -> None:
    """Read the text in the kept pictures of listings (OCR on this machine), leads first.

    Example: hubiao pictures --fetch --limit 50
    """
    effective = settings()
    with database(effective) as opened:
        fetched = (
            fetch_ranked_pictures(opened, effective, limit=limit, fresh=fresh)
            if fetch or fresh
            else 0
        )
        run = ReadingRun() if fresh else read_pictures(opened, effective, limit=limit)
    typer.echo(json.dumps({"fetched": fetched, **dataclasses.asdict(run)}, ensure_ascii=False))
