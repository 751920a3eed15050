"""Crawling (采集): start it, see how it went and how it behaved."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.crawl_options import (
    Concurrency,
    Delay,
    Follow,
    MaxPages,
    Platform,
    Render,
    Words,
    given_options,
)
from console.commands.options import (
    AllowAddress,
    Output,
    database,
    notify,
    settings,
    write_lines,
)
from storage.base.message import Message

if TYPE_CHECKING:
    from storage.crawls.tasks import Task


_REVISITS = 500
"""Listings that one `crawl --due` looks at again."""


def register(app: typer.Typer) -> None:
    app.command("crawl")(crawl)
    app.command("runs")(runs)
    app.command("compliance")(compliance)


def crawl(
    urls: Annotated[list[str] | None, typer.Argument(metavar="URL...", help="Start pages.")] = None,
    task_name: Annotated[
        str | None, typer.Option("--task", metavar="NAME", help="Run this stored task.")
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Look again at the listings whose interval is over.")
    ] = False,
    slot: Annotated[
        str | None, typer.Option(hidden=True, help="The clock's moment that this run answers.")
    ] = None,
    render: Render = None,
    max_pages: MaxPages = None,
    follow: Follow = None,
    platform: Platform = None,
    search: Words = None,
    delay: Delay = None,
    concurrency: Concurrency = None,
    allow_address: AllowAddress = None,
) -> None:
    """Crawl a shop or site; the same command goes on where it was interrupted.

    Example: hubiao crawl https://shop.example/ --max-pages 500
    """
    from storage.base.errors import BadInput

    if [bool(urls), bool(task_name), due].count(True) != 1:
        raise BadInput("command.crawl-start")
    if due:
        follow = follow or "none"
        urls = _due()
        if not urls:
            notify(Message("command.nothing-due"))
            return
    given = given_options(
        render=render,
        follow=follow,
        max_pages=max_pages,
        platform=platform,
        search=search,
        delay=delay,
        concurrency=concurrency,
        allow_address=allow_address,
    )
    stored = stored_task(task_name) if task_name else None
    options = {**(stored.options if stored else {}), **given}
    start_crawl(tuple(stored.urls if stored else urls or ()), options, stored, slot)


def start_crawl(
    urls: tuple[str, ...], options: dict[str, Any], stored: Task | None, slot: str | None
) -> None:
    from datetime import datetime

    from crawler.run.crawl import run_crawl
    from crawler.run.crawl_options import CrawlOrder

    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    order = CrawlOrder(
        urls=urls,
        render=options.get("render", "auto"),
        follow=options.get("follow", "site"),
        max_pages=options.get("max_pages"),
        profile=Path(options["platform"]) if options.get("platform") else None,
        words=tuple(options.get("search", ())),
        task_id=stored.id if stored else None,
        slot=datetime.fromisoformat(slot) if slot else None,
    )
    effective = settings(
        crawl_delay=options.get("delay"),
        crawl_concurrency=options.get("concurrency"),
        allow_addresses=options.get("allow_address"),
    )
    with database(effective) as opened:
        report = run_crawl(order, effective, opened)
    typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
    for note in report.notes:
        typer.echo(f"hubiao: {note}", err=True)
    if report.failed:
        typer.echo(f"hubiao: {report.reason}", err=True)
        raise typer.Exit(1)


def _due() -> list[str]:
    """Addresses to look at again; one that the guard would refuse does not stop the others."""
    from storage.base.errors import EgressRefused
    from storage.listings.revisits import due_listings
    from storage.net.address_policy import AddressPolicy
    from storage.tables.base import now

    effective = settings()
    policy, found = AddressPolicy(effective.allow_addresses), []
    with database(effective) as opened, opened.read() as session:
        for url in due_listings(session, now(), _REVISITS):
            try:
                policy.check_url(url)
            except EgressRefused as error:
                logging.warning("%s", error)
            else:
                found.append(url)
    return found


def stored_task(name: str) -> Task:
    from storage.crawls.tasks import load_task

    with database() as opened, opened.read() as session:
        return load_task(session, name)


def runs(
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 20,
    output: Output = None,
) -> None:
    """Show the latest runs (监测批次) as JSON lines."""
    from storage.crawls.runs import describe_run, list_runs

    with database() as opened, opened.read() as session:
        lines = [describe_run(row) for row in list_runs(session, limit=limit)]
    write_lines(lines, output)


def compliance(
    run_id: Annotated[
        int | None, typer.Argument(metavar="[RUN]", help="Number of a run; default: the latest.")
    ] = None,
    output: Output = None,
) -> None:
    """Show how a run behaved towards each host (合规台账): robots.txt, rate, refusals, walls.

    Example: hubiao compliance 12
    """
    from storage.base.errors import NotFound
    from storage.crawls.compliance_ledger import describe_conduct, list_conduct
    from storage.crawls.runs import list_runs

    with database() as opened, opened.read() as session:
        number = run_id or next((row.id for row in list_runs(session, limit=1)), None)
        rows = list_conduct(session, number) if number is not None else []
        if not rows:
            raise NotFound(
                "command.no-run" if number is None else "command.run-asked-no-host", run=number
            )
        lines = [describe_conduct(row) for row in rows]
    write_lines(lines, output)
