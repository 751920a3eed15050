"""Stored crawls (监测任务): by hand, from a platform's search, from a colleague's list of URLs."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from classifiers.matching.variants import patterns
from console.options.command_options import AsUser, confirm, database, notify, settings
from console.options.crawl_options import CrawlOptions, Follow, MaxPages
from console.options.list_output import Line, ListOptions, without_blanks, write_rows
from console.options.option_groups import grouped_options
from crawler.platform.activation import switched_off
from crawler.platform.profile_file import load_profile
from crawler.platform.search_urls import named_profile, search_urls
from crawler.run.crawl_options import CrawlOrder
from storage.base.message import Message
from storage.crawls.tasks import Task, add_task, list_tasks, remove_task
from storage.crawls.url_list import read_url_list
from storage.people.passwords import acting_officer
from storage.people.roles import ADMINS
from storage.records import RightsBook
from storage.records.task_options import TaskOptions
from storage.rights.store import load_rights

commands = typer.Typer()
task = typer.Typer(help="Stored crawls (监测任务).", no_args_is_help=True)
imports = typer.Typer(help="Bring in lists of addresses.", no_args_is_help=True)
commands.add_typer(task, name="task")
commands.add_typer(imports, name="import")

TASK_FIELDS = ("name", "cron", "enabled", "urls")
TaskName = Annotated[str, typer.Argument(metavar="NAME")]
Cron = Annotated[
    str | None, typer.Option(metavar="'M H D M W'", help="When, Asia/Shanghai; five fields.")
]


@task.command("add")
@grouped_options
def add(
    name: TaskName,
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Start pages.")],
    cron: Cron = None,
    campaign: Annotated[str | None, typer.Option(help="专项行动 it belongs to.")] = None,
    as_user: AsUser = None,
    *,
    options: CrawlOptions,
) -> None:
    """Store a crawl under a name; the same name is replaced.

    Example: hubiao task add 示例商城 https://shop.example/ --cron "0 2 * * *"
    """
    # Refuses now what would be refused when the task is run.
    CrawlOrder(
        urls=tuple(urls),
        render=options.render or "auto",  # type: ignore[arg-type]
        follow=options.follow or "site",  # type: ignore[arg-type]
    )
    with database() as opened, opened.begin() as session:
        stored = add_task(
            session,
            name,
            urls,
            options=options.chosen(),
            cron=cron,
            campaign=campaign,
            actor=acting_officer(session, as_user, ADMINS),
        )
    confirm(
        Message(
            "done.task-stored",
            {
                "task": stored.name,
                "count": len(stored.urls),
                "when": stored.cron or Message("done.task-by-hand"),
            },
        )
    )


@task.command("search")
def search(
    name: TaskName,
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
    profile = named_profile(platform)
    file = (
        Path(platform) if Path(platform).is_file() else None
    )  # a shipped one is found by its host
    with database() as opened, opened.begin() as session:
        words = word or _marks(load_rights(session))
        disguised = [p.text for text in words for p in islice(patterns(text), 1, disguises + 1)]
        stored = add_task(
            session,
            name,
            search_urls(profile, [*words, *disguised]),
            options=CrawlOptions(follow="results", max_pages=max_pages, platform=file).chosen(),
            cron=cron,
            actor=acting_officer(session, as_user, ADMINS),
        )
    confirm(
        Message(
            "done.searches-stored",
            {"task": stored.name, "count": len(stored.urls), "platform": profile.title},
        )
    )
    own_profile = load_profile(file) if file else None
    if reason := switched_off(stored.urls[0], own_profile, settings().enabled_platforms):
        notify(Message("command.search-runs-refused", {"reason": reason}))


def _marks(book: RightsBook) -> list[str]:
    return [text for right in book for text in (right.text, *right.aliases)]


@task.command("api")
def api(
    name: TaskName,
    apis: Annotated[
        list[str], typer.Option("--api", metavar="API", help="An open API; repeatable.")
    ],
    word: Annotated[
        list[str] | None,
        typer.Option(help="Ask for this; repeatable. Default: the active rights."),
    ] = None,
    disguises: Annotated[
        int | None, typer.Option(min=0, help="Also ask for so many disguises of each mark.")
    ] = None,
    max_pages: MaxPages = None,
    cron: Cron = None,
    as_user: AsUser = None,
) -> None:
    """Store a task that asks official open APIs for marks and their disguises.

    Example: hubiao task api 示例接口 --api jd-union --api pdd-ddk --cron "0 3 * * *"
    """
    # The crawler takes a second to import, which listing the tasks need not wait for.
    from crawler.open_api.registry import api_of

    home = settings().home
    descriptions = [api_of(home, entry) for entry in dict.fromkeys(apis)]
    with database() as opened, opened.begin() as session:
        stored = add_task(
            session,
            name,
            [description.endpoint for description in descriptions],
            options=TaskOptions(
                apis=tuple(description.name for description in descriptions),
                search=tuple(word) if word else None,
                disguises=disguises,
                max_pages=max_pages,
            ),
            cron=cron,
            actor=acting_officer(session, as_user, ADMINS),
        )
    titles = "、".join(description.title for description in descriptions)
    confirm(Message("done.api-task-stored", {"task": stored.name, "apis": titles}))


@task.command("list")
@grouped_options
def list_(*, options: ListOptions) -> None:
    """Show the stored tasks."""
    with database() as opened, opened.read() as session:
        stored = list_tasks(session)
    write_rows(map(_task_line, stored), TASK_FIELDS, options, plain=_task_cells)


def _task_line(entry: Task) -> dict[str, object]:
    line = {
        "name": entry.name,
        "cron": entry.cron,
        "enabled": entry.enabled,
        "urls": list(entry.urls),
    }
    return without_blanks(line)


def _task_cells(line: Line) -> list[str]:
    cells = [line["name"], line.get("cron", "-"), " ".join(line["urls"])]
    return cells if line["enabled"] else [*cells, "disabled"]


@task.command("remove")
def remove(name: TaskName, as_user: AsUser = None) -> None:
    """Drop a task; what it found stays."""
    with database() as opened, opened.begin() as session:
        remove_task(session, name, actor=acting_officer(session, as_user, ADMINS))


@task.command("run")
def run(name: TaskName) -> None:
    """Crawl a task now; the same as `crawl --task NAME`."""
    # Scrapy takes over a second to import, which listing the tasks need not wait for.
    from console.commands.crawls.crawl import start_task

    start_task(name, CrawlOptions())


@imports.command("urls")
def import_urls(
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
    urls = read_url_list(file)
    with database() as opened, opened.begin() as session:
        stored = add_task(
            session,
            name or file.stem,
            urls,
            options=TaskOptions(follow=follow or "none"),
            actor=acting_officer(session, as_user, ADMINS),
        )
    confirm(Message("done.urls-imported", {"task": stored.name, "count": len(stored.urls)}))
