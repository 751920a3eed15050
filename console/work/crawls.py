"""Who does a task's crawl (谁来监测): a process of ours, or whichever machine is free."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from console.work.children import Children
from storage.base.database import Database
from storage.base.settings import Settings
from storage.crawls.tasks import Task


class Crawls(Protocol):
    """Where the clock and the console's pages ask for a crawl."""

    def put(self, task: Task, slot: datetime | None = None) -> bool:
        """Have the task crawled; False while a crawl of it runs or waits already."""


class OwnCrawls:
    """Each crawl is a process of this machine, started at once."""

    def __init__(self, children: Children) -> None:
        self._children = children

    def put(self, task: Task, slot: datetime | None = None) -> bool:
        answering = ["--slot", slot.isoformat()] if slot else []
        return self._children.start(f"crawl-{task.id}", ["crawl", "--task", task.name, *answering])


def crawls_of(settings: Settings, database: Database, children: Children) -> Crawls:
    """On SQLite our own processes; on PostgreSQL the queue that all machines share."""
    if database.is_sqlite:
        return OwnCrawls(children)
    from console.work.crawl_queue import CrawlQueue

    return CrawlQueue(settings)
