"""Stored crawls (监测任务): by hand, from a platform's search, from a colleague's list of URLs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
from console.commands.crawling import start_crawl, stored_task
from console.commands.options import AllowAddress, AsUser, database, notify, settings
from storage.base.message import Message

task = typer.Typer(help="Stored crawls (监测任务).", no_args_is_help=True)
import_ = typer.Typer(help="Bring in lists of addresses.", no_args_is_help=True)

Cron = Annotated[
    str | None, typer.Option(metavar="'M H D M W'", help="When, Asia/Shanghai; five fields.")
]


def register(app: typer.Typer) -> None:
    app.add_typer(task, name="task")
    app.add_typer(import_, name="import")


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
    """Store a crawl under a name; the same name is replaced.

    Example: hubiao task add 示例商城 https://shop.example/ --cron "0 2 * * *"
    """
    from crawler.run.crawl_options import CrawlOrder
    from storage.crawls.tasks import add_task

    options = given_options(
        render=render,
        follow=follow,
        max_pages=max_pages,
        platform=platform,
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
    """Store a task that searches a platform for marks and their disguises.

    Example: hubiao task search 示例检索 --platform taobao --word 天赋河套 --disguises 5
    """
    from itertools import islice

    from classifiers.matching.variants import patterns
    from crawler.platform.activation import switched_off
    from crawler.platform.profile_file import load_profile
    from crawler.platform.search_urls import named_profile, search_urls
    from storage.crawls.tasks import add_task
    from storage.rights.store import load_rights

    profile = named_profile(platform)
    with database() as opened, opened.begin() as session:
        book = [] if word else list(load_rights(session))
        words = word or [text for right in book for text in (right.text, *right.aliases)]
        hidden = [p.text for text in words for p in islice(patterns(text), 1, disguises + 1)]
        options = given_options(follow="results", max_pages=max_pages, platform=_file_of(platform))
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
        notify(Message("command.search-runs-refused", {"reason": why}))


def _file_of(platform: str) -> str | None:
    """A profile of one's own; shipped ones are found by their hosts."""
    return platform if Path(platform).is_file() else None


@task.command("list")
def list_() -> None:
    """Show the stored tasks."""
    from storage.crawls.tasks import list_tasks

    with database() as opened, opened.read() as session:
        stored = list_tasks(session)
    for entry in stored:
        state = "" if entry.enabled else "\tdisabled"
        typer.echo(f"{entry.name}\t{entry.cron or '-'}\t{' '.join(entry.urls)}{state}")


@task.command("remove")
def remove(name: Annotated[str, typer.Argument(metavar="NAME")], as_user: AsUser = None) -> None:
    """Drop a task; what it found stays."""
    from storage.crawls.tasks import remove_task

    with database() as opened, opened.begin() as session:
        remove_task(session, name, actor=as_user or "cli")


@task.command("run")
def run(name: Annotated[str, typer.Argument(metavar="NAME")]) -> None:
    """Crawl a task now; the same as `crawl --task NAME`."""
    stored = stored_task(name)
    start_crawl(stored.urls, dict(stored.options), stored, None)


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
    """Make a task of the URLs in a file; by default only these pages are visited.

    Example: hubiao import urls links.xlsx --task 示例移送
    """
    from storage.crawls.tasks import add_task
    from storage.crawls.url_list import read_url_list

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
