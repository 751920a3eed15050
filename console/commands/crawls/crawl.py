"""Crawling (采集): a shop or site, a stored task, or what is due for another look."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from console.exit_codes import EXIT_INTERRUPTED
from console.options.command_options import database, notify, settings
from console.options.crawl_options import CrawlOptions
from console.options.option_groups import grouped_options
from console.options.progress import progress
from crawler.run.crawl import run_crawl
from crawler.run.crawl_options import CrawlOrder, CrawlReport, read_follow, read_render
from crawler.run.run_lifecycle import INTERRUPTED
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.base.tier_care import tier_care
from storage.crawls.tasks import Task, load_task
from storage.files.office_use import in_use
from storage.net.address_policy import AddressPolicy
from storage.records.task_options import TaskOptions
from storage.tables.base import now

commands = typer.Typer()

REVISITS_AT_ONCE = 500
"""Listings that one `crawl --due` looks at again; chosen by hand."""


@commands.command()
@grouped_options
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
    *,
    options: CrawlOptions,
) -> None:
    """Crawl a shop or site; the same command goes on where it was interrupted.

    Example: hubiao crawl https://shop.example/ --max-pages 500
    """
    if [bool(urls), bool(task_name), due].count(True) != 1:
        raise BadInput("command.crawl-start")
    with in_use(settings()):
        if task_name:
            start_task(task_name, options, slot)
        elif due:
            pages = _due_pages()
            if pages:
                start_crawl(tuple(pages), options.chosen().over(TaskOptions(follow="none")))
            else:
                notify(Message("command.nothing-due"))
        else:
            start_crawl(tuple(urls or ()), options.chosen(), slot=slot)


def start_task(name: str, options: CrawlOptions, slot: str | None = None) -> None:
    """Crawl a stored task; what the command line chose goes before what the task stores."""
    with database() as opened, opened.read() as session:
        task = load_task(session, name)
    if task.options.apis:
        ask_apis(task, options.chosen().over(task.options), slot)
        return
    start_crawl(task.urls, options.chosen().over(task.options), task=task, slot=slot)


def start_crawl(
    urls: tuple[str, ...],
    options: TaskOptions,
    *,
    task: Task | None = None,
    slot: str | None = None,
) -> None:
    """Crawl to the end and print the closing line.

    Exit 1 where the start page failed, 130 where the crawl was asked to stop.
    """
    order = CrawlOrder(
        urls=urls,
        render=read_render(options.render or "auto"),
        follow=read_follow(options.follow or "site"),
        max_pages=options.max_pages,
        profile=Path(options.platform) if options.platform else None,
        words=options.search or (),
        task_id=task.id if task else None,
        slot=datetime.fromisoformat(slot) if slot else None,
    )
    effective = settings(
        crawl_delay=options.delay,
        crawl_concurrency=options.concurrency,
        allow_addresses=options.allow_address,
    )
    with database(effective) as opened, progress("command.crawling"):
        report = run_crawl(order, effective, opened)
    _print_account(report)


def ask_apis(task: Task, options: TaskOptions, slot: str | None) -> None:
    """Ask the open APIs of a task and print the closing line; exit codes are those of a crawl."""
    # The words need the matcher and its tables, for which a crawl of pages need not wait.
    from console.work.api_words import api_words
    from crawler.open_api.api_order import ApiOrder
    from crawler.open_api.api_run import run_apis

    effective = settings(allow_addresses=options.allow_address)
    with database(effective) as opened, progress("command.crawling"):
        order = ApiOrder(
            urls=task.urls,
            apis=options.apis or (),
            words=api_words(opened, options.search or (), options.disguises),
            chosen_words=options.search or (),
            max_pages=options.max_pages,
            delay=options.delay,
            task_id=task.id,
            slot=datetime.fromisoformat(slot) if slot else None,
        )
        report = run_apis(order, effective, opened)
    _print_account(report)


def _print_account(report: CrawlReport) -> None:
    typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
    for note in report.notes:
        typer.echo(f"hubiao: {note}", err=True)
    if report.why == INTERRUPTED:
        raise typer.Exit(EXIT_INTERRUPTED)
    if report.failed:
        typer.echo(f"hubiao: {report.why}", err=True)
        raise typer.Exit(1)


def _due_pages() -> list[str]:
    from storage.listings.revisits import due_pages  # for scheduled looks alone

    effective = settings()
    policy = AddressPolicy(effective.allow_addresses)
    with database(effective) as opened, opened.read() as session:
        return due_pages(session, policy, now(), REVISITS_AT_ONCE, tier_care(effective))
