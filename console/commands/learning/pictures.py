"""Pictures: fetched where a mark may stand in them alone, and read on this machine."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from classifiers.pictures.logo_search import search_logos_again
from classifiers.pictures.stored_pictures import ReadingRun, read_pictures
from console.options.command_options import database, settings
from console.options.list_output import ListOptions, write_rows
from console.options.option_groups import grouped_options
from console.work.picture_fetching import fetch_ranked_pictures
from storage.base.errors import BadInput
from storage.base.message import message_of
from storage.pictures.decoding import MOST_BYTES
from storage.pictures.photo import photo_fingerprints
from storage.views.picture_matches import PictureMatch, pictures_like

commands = typer.Typer()
group = typer.Typer()
commands.add_typer(group, name="pictures")

LIKE_FIELDS = (
    "likelihood", "listing", "title", "url", "platform", "shop", "lead", "level", "picture",
    "picture_url", "seen_at",
)  # fmt: skip


@group.callback(invoke_without_command=True)
def pictures(
    context: typer.Context,
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
    """Read the text in the kept pictures of listings (OCR on this machine), leads first. Pictures read
    before a right got its registered pictures are looked through for these again.

    Example: hubiao pictures --fetch --limit 50
    """
    if context.invoked_subcommand is not None:
        return
    effective = settings()
    with database(effective) as opened:
        fetched = (
            fetch_ranked_pictures(opened, effective, limit=limit, fresh=fresh)
            if fetch or fresh
            else 0
        )
        run = ReadingRun() if fresh else read_pictures(opened, effective, limit=limit)
        again = 0 if fresh else search_logos_again(opened, effective, limit=limit)
    counts = {"fetched": fetched, **dataclasses.asdict(run), "searched_again": again}
    typer.echo(json.dumps(counts, ensure_ascii=False))


@group.command()
@grouped_options
def like(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The picture.")],
    *,
    options: ListOptions,
) -> None:
    """Show the stored pictures of listings that are the same as one, the likeliest first. A screenshot, or a photo
    of a screen or print, is searched by the picture within it too.

    Example: hubiao pictures like photo.jpg --limit 20
    """
    try:
        with file.open("rb") as source:
            photo = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput("file.unreadable", path=file, reason=message_of(error)) from error
    fingerprints = photo_fingerprints(photo)
    with database(settings()) as opened, opened.read() as session:
        matches = pictures_like(session, fingerprints, limit=options.limit or _MOST_ALIKE)
        lines = [_line(match) for match in matches]
    write_rows(lines, LIKE_FIELDS, options)


def _line(match: PictureMatch) -> dict[str, object]:
    values = {name: getattr(match, name) for name in LIKE_FIELDS}
    return {**values, "seen_at": match.seen_at.isoformat()}


_MOST_ALIKE = 1000
"""Pictures without --limit; chosen by hand."""
