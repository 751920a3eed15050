"""Platform profiles: what one makes of saved pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from console.commands.options import settings

platform = typer.Typer(help="Profiles of platforms.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(platform, name="platform")


@platform.command("check")
def platform_check(
    file: Annotated[Path, typer.Argument(metavar="FILE.yml", help="A platform profile.")],
    pages: Annotated[
        list[Path] | None, typer.Argument(metavar="[PAGE...]", help="Saved pages to try it on.")
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", help="Fetch this page once (robots.txt obeyed) and try it; JSON."),
    ] = None,
) -> None:
    """Check a profile, and show what it finds on pages of the platform."""
    from crawler.pages.trial import describe, try_page, try_visited
    from crawler.platform import load_profile

    profile = load_profile(file)
    if url is not None:
        from crawler.trial_visit import visit_for_trial

        found = try_visited(profile, visit_for_trial(url, settings()))
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for line in describe(profile):
        typer.echo(line)
    for page in pages or ():
        for line in try_page(profile, page):
            typer.echo(line)
