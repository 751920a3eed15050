"""A crawl that a machine has taken on (监测作业): what one job of the queue does until it is over.

The rows of the run are the truth. A job may be handed out twice, or again after its machine died:
it looks at the task's last run first, and goes on with it, waits for it, or leaves it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa

from console.work.children import Children
from storage.base.database import Database
from storage.base.errors import NotFound
from storage.base.settings import Settings
from storage.base.stage_locks import turn
from storage.base.vocabulary import RunState
from storage.crawls.run_ownership import is_under_way
from storage.crawls.tasks import Task, load_task
from storage.tables import RunRow

_LOOK = 0.5
"""Seconds between two looks at the crawl's process."""


class Unfinished(Exception):
    """The crawl is not over: the queue hands the job out again later."""


@dataclass(frozen=True, kw_only=True)
class CrawlJob:
    """One crawl of one task."""

    task: str
    slot: datetime | None
    """The clock's moment that it answers; None when a person asked for it."""
    asked_at: datetime
    attempt: int = 0
    """How often it was handed out before."""


def hosts_of(task: Task) -> list[str]:
    """The hosts of a task's start pages, sorted: what two crawls must not ask at the same time."""
    return sorted({urlsplit(url).netloc.lower() for url in task.urls})


def do_crawl(
    job: CrawlJob,
    database: Database,
    settings: Settings,
    children: Children,
    stopping: Callable[[], bool],
) -> str:
    """Crawl until the run is over; gives in a word how it ended. Raises Unfinished.

    One crawl a host at a time, whichever machines work on the office, so that the delay that a
    platform was promised holds.
    """
    with database.read() as session:
        try:
            task = load_task(session, job.task)
        except NotFound:
            return "task is gone"
    with ExitStack() as held:
        for host in hosts_of(task):
            if not held.enter_context(turn(database, settings, f"crawl {host}")):
                raise Unfinished(f"another crawl asks {host}")
        arguments = _arguments(job, task, database)
        if arguments is None:
            return "answered"
        name = f"crawl-{task.id}"
        if not children.start(name, arguments):
            raise Unfinished("its process is still ending")
        while children.alive(name):
            time.sleep(_LOOK)
        if stopping():
            raise Unfinished("this worker ends")
        return f"exit code {children.ended(name)}"


def _arguments(job: CrawlJob, task: Task, database: Database) -> list[str] | None:
    """The command that begins the run or goes on with it; None when nothing is left to do."""
    command = ["crawl", "--task", task.name]
    with database.read() as session:
        last = session.scalar(
            sa.select(RunRow).where(RunRow.task_id == task.id).order_by(RunRow.id.desc()).limit(1)
        )
    if last is not None and is_under_way(last):
        raise Unfinished(f"run {last.id} is under way")
    if (
        last is not None
        and last.state in (RunState.FINISHED, RunState.FAILED)
        and _answers(last, job)
    ):
        return None
    if job.slot is None or (last is not None and last.slot == job.slot):
        return command
    if last is not None and last.state is RunState.RUNNING:
        return command  # its process died: the same run goes on
    return [*command, "--slot", job.slot.isoformat()]


def _answers(run: RunRow, job: CrawlJob) -> bool:
    if job.slot is not None:
        return run.slot == job.slot
    return job.attempt > 0 and run.ended_at is not None and run.ended_at >= job.asked_at
