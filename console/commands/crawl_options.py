"""Options that a crawl and a stored task share (采集选项)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

Render = Annotated[str | None, typer.Option(help="auto (default), always or never: use a browser.")]
Follow = Annotated[
    str | None, typer.Option(help="site (default: same host and port), links, results or none.")
]
MaxPages = Annotated[int | None, typer.Option(min=1, help="Pages of the whole run.")]
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


def given_options(**options: Any) -> dict[str, Any]:
    """Those that were given, as a task stores them: a file by its name."""
    return {
        name: str(value) if isinstance(value, Path) else value
        for name, value in options.items()
        if value is not None
    }
