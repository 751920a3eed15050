"""Options that a crawl and a stored task share (采集选项)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from console.options.command_options import AllowAddress
from storage.records.task_options import TaskOptions

Follow = Annotated[
    str | None, typer.Option(help="site (default: same host and port), links, results or none.")
]
MaxPages = Annotated[int | None, typer.Option(min=1, help="Pages of the whole run.")]


@dataclass(frozen=True, kw_only=True)
class CrawlOptions:
    """How to crawl; None leaves a choice to the task, the settings or the program."""

    render: Annotated[
        str | None, typer.Option(help="auto (default), always or never: use a browser.")
    ] = None
    max_pages: MaxPages = None
    follow: Follow = None
    platform: Annotated[
        Path | None, typer.Option(metavar="FILE.yml", help="Platform profile for these pages.")
    ] = None
    search: Annotated[
        list[str] | None,
        typer.Option(
            "--search",
            metavar="WORD",
            help="Ask the site's own search for this; repeatable. Default: the active rights' marks.",
        ),
    ] = None
    delay: Annotated[
        float | None, typer.Option(min=0, help="Seconds a host (HUBIAO_CRAWL_DELAY).")
    ] = None
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="At once a host (HUBIAO_CRAWL_CONCURRENCY).")
    ] = None
    allow_address: AllowAddress = None

    def chosen(self) -> TaskOptions:
        """The options as a task stores them: a file by its name."""
        return TaskOptions(
            render=self.render,
            follow=self.follow,
            max_pages=self.max_pages,
            platform=None if self.platform is None else str(self.platform),
            search=None if self.search is None else tuple(self.search),
            delay=self.delay,
            concurrency=self.concurrency,
            allow_address=None if self.allow_address is None else tuple(self.allow_address),
        )
