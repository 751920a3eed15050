"""系统日志: what the processes of this machine wrote, filtered, in the office's time, as a file."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

from console.pages.office.log_lines import LEVELS, LogFilter, read_lines
from console.web.page_request import PageRequest
from console.web.route import HEALTH_READERS, Route
from console.words.log_words import LEVELS as LEVEL_WORDS
from console.words.log_words import file_words
from console.work.children import log_files
from storage.base.errors import NotFound

_MOST_ENTRIES = 300
"""Entries of a page; the file holds all."""


def show_logs(request: PageRequest) -> Response:
    """One log, the worker's unless another is chosen."""
    files = log_files(request.settings)
    name = request.query.get("file", "worker")
    chosen = _filter(request)
    path = next((path for path in files if path.stem == name), None)
    lines = read_lines(path, chosen) if path else []
    return request.render(
        "logs.html",
        files=[(path.stem, file_words(path.stem)) for path in files],
        file=name,
        chosen=chosen,
        lines=lines[:_MOST_ENTRIES],
        total=len(lines),
        levels=[(level, f"{LEVEL_WORDS[level]}及以上" if level else "全部") for level in LEVELS],
        level_words=LEVEL_WORDS,
        view={"file": name, "level": chosen.level, "text": chosen.text, "day": chosen.day},
    )


def download_log(request: PageRequest) -> Response:
    """What the filter keeps, oldest first, as text in the office's time."""
    name = request.query.get("file", "worker")
    path: Path | None = next(
        (path for path in log_files(request.settings) if path.stem == name), None
    )
    if path is None:
        raise NotFound("page.log-unknown", file=name)
    lines = [
        "\n".join((f"{line.at:%Y-%m-%d %H:%M:%S} {line.level} {line.text}", *line.more))
        if line.at
        else line.text
        for line in reversed(read_lines(path, _filter(request)))
    ]
    return Response(
        "\n".join([*lines, ""]),
        media_type="text/plain; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="hubiao-{path.stem}.txt"'},
    )


def _filter(request: PageRequest) -> LogFilter:
    return LogFilter(
        level=request.query.get("level", ""),
        text=request.query.get("text", "").strip(),
        day=request.query.get("day", "").strip(),
    )


ROUTES = (
    Route(path="/logs", handler=show_logs, roles=HEALTH_READERS),
    Route(path="/logs/download", handler=download_log, roles=HEALTH_READERS),
)
