"""Crawling: one command, or a stored task."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Annotated

import typer

from console.commands.options import AllowAddress, database, settings


def register(app: typer.Typer) -> None:
    app.command("crawl")(crawl)


def crawl(
    urls: Annotated[list[str] | None, typer.Argument(metavar="URL...", help="Start pages.")] = None,
    render: Annotated[str, typer.Option(help="auto, always or never: use a browser.")] = "auto",
    max_pages: Annotated[int | None, typer.Option(min=1, help="Pages of the whole run.")] = None,
    follow: Annotated[str, typer.Option(help="site, links or none: how far to go.")] = "site",
    platform: Annotated[
        Path | None, typer.Option(metavar="FILE.yml", help="Platform profile for these pages.")
    ] = None,
    delay: Annotated[
        float | None, typer.Option(min=0, help="Seconds a host (HUBIAO_CRAWL_DELAY).")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="At once a host (HUBIAO_CRAWL_CONCURRENCY).")
    ] = None,
    allow_address: AllowAddress = None,
) -> None:
    """Crawl a shop or site; the same command goes on where it was interrupted."""
    from crawler.order import CrawlOrder
    from crawler.run import run_crawl

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    order = CrawlOrder(
        urls=tuple(urls or ()),
        render=_one_of(render, "--render", ("auto", "always", "never")),  # type: ignore[arg-type]
        follow=_one_of(follow, "--follow", ("site", "links", "none")),  # type: ignore[arg-type]
        max_pages=max_pages,
        profile=platform,
    )
    effective = settings(
        crawl_delay=delay, crawl_concurrency=concurrency, allow_addresses=allow_address
    )
    with database(effective) as opened:
        report = run_crawl(order, effective, opened)
    typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
    if report.failed:
        typer.echo(f"hubiao: {report.reason}", err=True)
        raise typer.Exit(1)


def _one_of(value: str, option: str, allowed: tuple[str, ...]) -> str:
    from storage.errors import BadInput

    if value not in allowed:
        raise BadInput(f"{option} must be one of {', '.join(allowed)}, not '{value}'")
    return value
