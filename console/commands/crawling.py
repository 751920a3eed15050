"""Crawling: one command, a stored task, or a colleague's list of URLs."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.options import AllowAddress, AsUser, Output, database, settings, write_lines

if TYPE_CHECKING:
    from storage.tasks import Task

task = typer.Typer(help="Stored crawls (监测任务).", no_args_is_help=True)
import_ = typer.Typer(help="Bring in lists of addresses.", no_args_is_help=True)

Render = Annotated[str | None, typer.Option(help="auto (default), always or never: use a browser.")]
Follow = Annotated[
    str | None, typer.Option(help="site (default: same host and port), links, results or none.")
]
MaxPages = Annotated[int | None, typer.Option(min=1, help="Pages of the whole run.")]
Cron = Annotated[
    str | None, typer.Option(metavar="'M H D M W'", help="When, Asia/Shanghai; five fields.")
]
Platform = Annotated[
    Path | None, typer.Option(metavar="FILE.yml", help="Platform profile for these pages.")
]
Delay = Annotated[float | None, typer.Option(min=0, help="Seconds a host (HUBIAO_CRAWL_DELAY).")]
Concurrency = Annotated[
    int | None, typer.Option(min=1, help="At once a host (HUBIAO_CRAWL_CONCURRENCY).")
]


Words = Annotated[
    list[str] | None,
    typer.Option(
        "--search",
        metavar="WORD",
        help="Ask the site's own search for this; repeatable. Default: the active rights' marks.",
    ),
]


_REVISITS = 500
"""Listings that one `crawl --due` looks at again."""


def register(app: typer.Typer) -> None:
    app.command("crawl")(crawl)
    app.add_typer(task, name="task")
    app.command("runs")(runs)
    app.command("compliance")(compliance)
    app.add_typer(import_, name="import")


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
    """Crawl a shop or site; the same command goes on where it was interrupted."""
    from storage.errors import BadInput

    if [bool(urls), bool(task_name), due].count(True) != 1:
        raise BadInput("give either start URLs or --task NAME or --due")
    if due:
        follow = follow or "none"
        urls = _due()
        if not urls:
            typer.echo("nothing is due", err=True)
            return
    given = _given(
        render=render,
        follow=follow,
        max_pages=max_pages,
        platform=str(platform) if platform else None,
        search=search,
        delay=delay,
        concurrency=concurrency,
        allow_address=allow_address,
    )
    stored = _load(task_name) if task_name else None
    options = {**(stored.options if stored else {}), **given}
    _crawl(tuple(stored.urls if stored else urls or ()), options, stored, slot)


def _crawl(
    urls: tuple[str, ...], options: dict[str, Any], stored: Task | None, slot: str | None
) -> None:
    from datetime import datetime

    from crawler.order import CrawlOrder
    from crawler.run import run_crawl

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


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _due() -> list[str]:
    """Addresses to look at again; one that the guard would refuse does not stop the others."""
    from storage.egress import AddressPolicy
    from storage.errors import EgressRefused
    from storage.revisits import due_listings
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


def _load(name: str) -> Task:
    from storage.tasks import load_task

    with database() as opened, opened.read() as session:
        return load_task(session, name)


@task.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Start pages.")],
    cron: Cron = None,
    campaign: Annotated[str | None, typer.Option(help="专项行动 it belongs to.")] = None,
    render: Render = None,
    max_pages: MaxPages = None,
    follow: Follow = None,
    platform: Platform = None,
    search: Words = None,
    delay: Delay = None,
    concurrency: Concurrency = None,
    allow_address: AllowAddress = None,
    as_user: AsUser = None,
) -> None:
    """Store a crawl under a name; the same name is replaced."""
    from crawler.order import CrawlOrder
    from storage.tasks import add_task

    options = _given(
        render=render,
        follow=follow,
        max_pages=max_pages,
        platform=str(platform) if platform else None,
        search=search,
        delay=delay,
        concurrency=concurrency,
        allow_address=allow_address,
    )
    CrawlOrder(urls=tuple(urls), render=render or "auto", follow=follow or "site")  # type: ignore[arg-type]
    with database() as opened, opened.begin() as session:
        stored = add_task(
            session,
            name,
            urls,
            options=options,
            cron=cron,
            campaign=campaign,
            actor=as_user or "cli",
        )
    typer.echo(f"task {stored.name}: {len(stored.urls)} start URLs, {stored.cron or 'by hand'}")


@task.command("search")
def search(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    platform: Annotated[
        str, typer.Option(metavar="FILE|NAME", help="Profile with a search template.")
    ],
    word: Annotated[
        list[str] | None,
        typer.Option(help="Search for this; repeatable. Default: the active rights."),
    ] = None,
    disguises: Annotated[
        int, typer.Option(min=0, help="Also search for so many disguises of each word.")
    ] = 0,
    max_pages: MaxPages = 200,
    cron: Cron = None,
    as_user: AsUser = None,
) -> None:
    """Store a task that searches a platform for marks and their disguises."""
    from itertools import islice

    from classifiers.variants import patterns
    from crawler.admission import switched_off
    from crawler.profile_file import load_profile
    from crawler.searches import named_profile, search_urls
    from storage.rights import load_rights
    from storage.tasks import add_task

    profile = named_profile(platform)
    with database() as opened, opened.begin() as session:
        book = [] if word else list(load_rights(session))
        words = word or [text for right in book for text in (right.text, *right.aliases)]
        hidden = [p.text for text in words for p in islice(patterns(text), 1, disguises + 1)]
        options = _given(follow="results", max_pages=max_pages, platform=_file_of(platform))
        stored = add_task(
            session,
            name,
            search_urls(profile, [*words, *hidden]),
            options=options,
            cron=cron,
            actor=as_user or "cli",
        )
    typer.echo(f"task {stored.name}: {len(stored.urls)} searches on {profile.title}")
    named = load_profile(Path(platform)) if Path(platform).is_file() else None
    if why := switched_off(stored.urls[0], named, settings().enabled_platforms):
        typer.echo(f"hubiao: its runs are refused for now: {why}", err=True)


def _file_of(platform: str) -> str | None:
    """A profile of one's own; shipped ones are found by their hosts."""
    return platform if Path(platform).is_file() else None


@task.command("list")
def list_() -> None:
    """Show the stored tasks."""
    from storage.tasks import list_tasks

    with database() as opened, opened.read() as session:
        stored = list_tasks(session)
    for entry in stored:
        state = "" if entry.enabled else "\tdisabled"
        typer.echo(f"{entry.name}\t{entry.cron or '-'}\t{' '.join(entry.urls)}{state}")


@task.command("remove")
def remove(name: Annotated[str, typer.Argument(metavar="NAME")], as_user: AsUser = None) -> None:
    """Drop a task; what it found stays."""
    from storage.tasks import remove_task

    with database() as opened, opened.begin() as session:
        remove_task(session, name, actor=as_user or "cli")


@task.command("run")
def run(name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Crawl a task now; the same as `crawl --task NAME`."""
    stored = _load(name)
    _crawl(stored.urls, dict(stored.options), stored, None)


def runs(
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 20,
    output: Output = None,
) -> None:
    """Show the latest runs (监测批次) as JSON lines."""
    from storage.runs import describe_run, list_runs

    with database() as opened, opened.read() as session:
        lines = [describe_run(row) for row in list_runs(session, limit=limit)]
    write_lines(lines, output)


def compliance(
    run_id: Annotated[
        int | None, typer.Argument(metavar="[RUN]", help="Number of a run; default: the latest.")
    ] = None,
    output: Output = None,
) -> None:
    """Show how a run behaved towards each host (合规台账): robots.txt, rate, refusals, walls."""
    from storage.compliance import describe_conduct, list_conduct
    from storage.errors import NotFound
    from storage.runs import list_runs

    with database() as opened, opened.read() as session:
        number = run_id or next((row.id for row in list_runs(session, limit=1)), None)
        rows = list_conduct(session, number) if number is not None else []
        if not rows:
            raise NotFound("no run yet" if number is None else f"run {number} asked no host")
        lines = [describe_conduct(row) for row in rows]
    write_lines(lines, output)


@import_.command("urls")
def urls_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or text.")],
    name: Annotated[
        str | None,
        typer.Option("--task", metavar="NAME", help="Task to make; default: the file's name."),
    ] = None,
    follow: Follow = None,
    as_user: AsUser = None,
) -> None:
    """Make a task of the URLs in a file; by default only these pages are visited."""
    from storage.tasks import add_task
    from storage.url_list import read_url_list

    found = read_url_list(file)
    with database() as opened, opened.begin() as session:
        stored = add_task(
            session,
            name or file.stem,
            found,
            options={"follow": follow or "none"},
            actor=as_user or "cli",
        )
    typer.echo(f"task {stored.name}: {len(stored.urls)} URLs; 'hubiao crawl --task {stored.name}'")
