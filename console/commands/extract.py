"""Read one saved page: what `crawl` would make of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import Output, write_text
from crawler.extract.saved_page import explain_saved
from crawler.platform.profile_file import load_profile

commands = typer.Typer()


@commands.command()
def extract(
    page: Annotated[Path, typer.Argument(metavar="PAGE.html", help="A saved page, as it came.")],
    url: Annotated[str, typer.Option("--url", help="The address it was fetched from.")],
    platform: Annotated[
        Path | None,
        typer.Option("--platform", metavar="FILE.yml", help="A platform profile to read it with."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Add the key trace: why this kind, why this price."),
    ] = False,
    output: Output = None,
) -> None:
    """Show what a page says: its kind, its listing, its links, and who found each field.

    Example: hubiao extract page.html --url https://shop.example/item/1
    """
    traced = explain_saved(page, url, load_profile(platform) if platform else None)
    answer = traced.reading.to_json()
    if explain:
        answer["trace"] = traced.trace.to_json()
    write_text([json.dumps(answer, ensure_ascii=False, indent=2) + "\n"], output)
