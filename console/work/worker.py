"""The worker: does what the rows say is due, stage after stage, again and again.

    assess → capture → pictures for mails → fetch and read pictures → seal → deliver, bounces, webhooks;
    looks again after letters and at what is due; digest and reminders in the
    morning; claims that nobody finished

Every stage is idempotent and its rows are the truth, so a worker may be killed at any moment.
Several may work on one office, on one or more machines: they take turns at each stage. A stage that
fails is logged, waits longer, and never stops the others. Lanes (`stages.Lane`) do not wait for each
other: what strangers answer slowly delays no mail.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from console.health.heartbeat import Heartbeat
from console.health.work_part import WorkPart
from console.work.children import Children
from console.work.stages import stages
from console.work.work_stage import StageLane, WorkStage
from storage.base.database import Database
from storage.base.errors import HubiaoError
from storage.base.settings import Settings
from storage.base.stage_locks import turn

if TYPE_CHECKING:
    from console.work.crawl_queue import CrawlTaker

log = logging.getLogger(__name__)

CHILDREN_SECONDS = 12.0
"""How long crawls of a worker may take to end; two seconds more than they give their pages."""
DATABASE_BYTES = 128 * 2**20
"""What all lanes together hold of the database's file in memory; chosen by hand, half of what a console may."""
_LOOK_SECONDS = 0.5
"""Seconds between two looks whether the worker is to end."""
END_SECONDS = 18.0
"""How long a worker may take to end, children included; less than the console waits for it."""


def work(
    settings: Settings,
    database: Database,
    *,
    once: bool = False,
    parent: int | None = None,
    parts: Collection[WorkPart] = tuple(WorkPart),
) -> None:
    """Work until SIGTERM or Ctrl-C, or until `parent` is gone; `once` ends when nothing is due.

    A worker may be started for some `parts` of the work alone, so that machines share it.

    Ends within END_SECONDS: a stage that hangs is left behind, and what it held is taken over later.
    """
    stop = threading.Event()
    database.keep_in_memory(DATABASE_BYTES)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    children = Children(settings.folder("logs"), patience=CHILDREN_SECONDS)
    working = [stage for stage in stages(children, once=once) if stage.part in parts]
    if once:
        lane = threading.Thread(
            target=_work_off, args=(working, database, settings, stop), name="once", daemon=True
        )
        lane.start()
        while lane.is_alive() and not stop.is_set():
            lane.join(_LOOK_SECONDS)
        _end([lane], children, None)
        return
    taker = _taker(settings, database, children) if WorkPart.CRAWL in parts else None
    lanes = [
        threading.Thread(
            target=_keep_working, args=(group, database, settings, stop), name=lane, daemon=True
        )
        for lane in StageLane
        if (group := [stage for stage in working if stage.lane is lane])
    ]
    for lane in lanes:
        lane.start()
    heartbeat = Heartbeat(settings, parts)
    while not stop.wait(_LOOK_SECONDS):
        heartbeat.beat()
        if parent is not None and os.getppid() != parent:
            log.info("the served console is gone; ending")
            stop.set()
    _end(lanes, children, taker)


def _work_off(
    working: Sequence[WorkStage], database: Database, settings: Settings, stop: threading.Event
) -> None:
    """One stage after the other, until nothing is due."""
    while not stop.is_set() and run_due(working, database, settings, stop):
        for stage in working:  # what moved may make work for a stage that would wait
            stage.due = 0.0


def _keep_working(
    working: Sequence[WorkStage], database: Database, settings: Settings, stop: threading.Event
) -> None:
    while not stop.is_set():
        moved = run_due(working, database, settings, stop)
        stop.wait(0 if moved else _LOOK_SECONDS)


def _end(lanes: Sequence[threading.Thread], children: Children, taker: CrawlTaker | None) -> None:
    """Wait for the stages that are at work, but not for ever; then the process ends as it is."""
    deadline = time.monotonic() + END_SECONDS
    if taker is not None:
        taker.stop()
    children.stop()
    for lane in lanes:
        lane.join(max(deadline - time.monotonic(), 0.1))
    if hanging := [lane.name for lane in lanes if lane.is_alive()]:
        log.warning("ending, although a stage still works: %s", ", ".join(hanging))
        logging.shutdown()
        # An ordinary exit waits for the threads of a pool, and so for whatever does not answer.
        os._exit(0)


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
