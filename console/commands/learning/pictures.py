"""Pictures: fetched where a mark may stand in them alone, and read on this machine."""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated

import typer

from classifiers.pictures.stored_pictures import ReadingRun, picture_candidates, read_pictures
from console.options.command_options import database, settings
from crawler.capture.picture_fetch import fetch_pictures
from crawler.platform.activation import switched_off
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.stage_locks import turn
from storage.listings.picture_files import mark_pictured

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
        fetched = _fetch_pictures(opened, effective, limit, fresh) if fetch or fresh else 0
        run = ReadingRun() if fresh else read_pictures(opened, effective, limit=limit)
    typer.echo(json.dumps({"fetched": fetched, **dataclasses.asdict(run)}, ensure_ascii=False))


def _fetch_pictures(opened: Database, effective: Settings, limit: int, fresh: bool) -> int:
    def allowed(url: str) -> bool:
        return switched_off(url, None, effective.enabled_platforms) is None

    # One at a time, on however many machines: two would fetch the same pictures twice.
    with turn(opened, effective, "fetching pictures") as acquired:
        if not acquired:
            return 0
        candidates = picture_candidates(opened, limit=limit, allowed=allowed, fresh=fresh)
        fetched = fetch_pictures(opened, effective, candidates.pictures)
        if fresh:
            with opened.begin() as session:
                mark_pictured(session, candidates.looked_at)
    return fetched
