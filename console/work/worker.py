"""The worker: does what the rows say is due, stage after stage, again and again.

    assess → capture → pictures for mails → fetch and read pictures → seal → deliver, bounces, webhooks;
    looks again after letters and at what is due; digest and reminders in the
    morning; claims that nobody finished

Every stage is idempotent and its rows are the truth, so a worker may be killed at any moment.
Several may work on one office, on one or more machines: they take turns at each stage. A stage that
fails is logged, waits longer, and never stops the others.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.work.children import Children
from console.work.stages import WorkStage, stages
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.settings import Settings
from storage.base.stage_locks import turn

if TYPE_CHECKING:
    from console.work.crawl_queue import CrawlTaker

log = logging.getLogger(__name__)


def work(
    settings: Settings, database: Database, *, once: bool = False, parent: int | None = None
) -> None:
    """Work until SIGTERM or Ctrl-C, or until `parent` is gone; `once` ends when nothing is due."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    children = Children(settings.folder("logs"))
    working = stages(children, once=once)
    taker = None if once else _taker(settings, database, children)
    try:
        while not stop.is_set():
            moved = run_due(working, database, settings, stop)
            if once and not moved:
                return
            if once:  # what moved may make work for a stage that would wait
                for stage in working:
                    stage.due = 0.0
            if parent is not None and os.getppid() != parent:
                log.info("the served console is gone; ending")
                return
            stop.wait(0 if moved else 0.5)
    finally:
        if taker is not None:
            taker.stop()
        children.stop()


def _taker(settings: Settings, database: Database, children: Children) -> CrawlTaker | None:
    """Takes crawls that wait for a machine; only PostgreSQL has such a queue."""
    if database.is_sqlite or not settings.worker_crawls:
        return None
    from console.work.crawl_queue import CrawlTaker

    taker = CrawlTaker(settings, database, children)
    taker.start()
    return taker


def run_due(
    working: Sequence[WorkStage], database: Database, settings: Settings, stop: threading.Event
) -> int:
    """Let every stage that is due act once; gives how many rows were moved in all."""
    moved = 0
    for stage in working:
        if stop.is_set() or time.monotonic() < stage.due:
            continue
        try:
            with turn(database, settings, stage.name) as ours:
                count = stage.act(database, settings) if ours else 0
        except HubiaoError as error:
            stage.failures += 1
            log.warning("%s: %s (again in %.0f s)", stage.name, error, stage.wait)
        except Exception:  # one stage's fault must not end the others
            stage.failures += 1
            log.exception("%s failed (again in %.0f s)", stage.name, stage.wait)
        else:
            stage.failures = 0
            moved += count
            if count:
                log.info("%s: %d", stage.name, count)
        stage.due = time.monotonic() + stage.wait
    return moved
