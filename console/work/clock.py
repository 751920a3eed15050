"""The clock (APScheduler): starts a task's crawl when its cron line says so.

The scheduler lives in memory and is a clock only; task rows are the truth and are read again every
few seconds. A slot is answered once however many clocks look at it, because the run that answers
it carries a unique (task, slot). A wall clock that jumps, back or forth, is seen against the
monotonic one, and every trigger is then computed anew.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.errors import BadInput, HubiaoError
from storage.base.office_time import OFFICE_TIME
from storage.crawls.cron import read_cron
from storage.crawls.tasks import Task, list_tasks
from storage.tables import RunRow

LOOK_SECONDS = 5
"""How often the task rows are read again."""
JUMP_SECONDS = 10.0
"""A difference between wall clock and monotonic clock that is a jump, not drift."""
LATE_SECONDS = 300
"""A slot that was missed for longer (the machine slept) is left to the next one."""

log = logging.getLogger(__name__)

Crawl = Callable[[Task, datetime], None]
"""Starts the crawl of a task for a slot."""


class Clock:
    """Fires each enabled task at its slots, by calling `crawl(task, slot)`."""

    def __init__(self, database: Database, crawl: Crawl) -> None:
        self._database = database
        self._crawl = crawl
        self._scheduler = BackgroundScheduler(timezone=OFFICE_TIME)
        self._timed: dict[int, tuple[str, str]] = {}
        self._offset = time.time() - time.monotonic()

    def start(self) -> None:
        """Begin to look at the tasks."""
        self._scheduler.add_job(
            self.look, "interval", seconds=LOOK_SECONDS, max_instances=1, coalesce=True
        )
        self._scheduler.start()
        self.look()

    def stop(self) -> None:
        """End the clock; crawls that it started are not its own."""
        self._scheduler.shutdown(wait=False)

    def look(self) -> None:
        """Bring the triggers up to date with the task rows and with the wall clock."""
        offset = time.time() - time.monotonic()
        jump = offset - self._offset
        if abs(jump) > JUMP_SECONDS:
            log.warning("the wall clock jumped by %.0f s; all triggers are set anew", jump)
            self._timed.clear()
        self._offset = offset
        try:
            with self._database.read() as session:
                tasks = [task for task in list_tasks(session, enabled_only=True) if task.cron]
        except HubiaoError as error:
            log.warning("the clock cannot read the tasks: %s", error)
            return
        self._drop({task.id for task in tasks})
        for task in tasks:
            self._set(task)

    def _drop(self, task_ids: set[int]) -> None:
        for task_id in set(self._timed) - task_ids:
            del self._timed[task_id]
        for job in self._scheduler.get_jobs():
            if job.id.startswith("task-") and int(job.id[5:]) not in task_ids:
                job.remove()

    def _set(self, task: Task) -> None:
        mark = (task.name, task.cron or "")
        if self._timed.get(task.id) == mark:
            return
        self._timed[task.id] = mark  # also of a line that is refused: it is reported once
        try:
            trigger = read_cron(task.cron or "")
        except BadInput as error:
            log.warning("task '%s' is not timed: %s", task.name, error)
            return
        self._scheduler.add_job(
            self._fire,
            trigger,
            args=(task,),
            id=f"task-{task.id}",
            replace_existing=True,
            misfire_grace_time=LATE_SECONDS,
            coalesce=True,
        )

    def _fire(self, task: Task) -> None:
        slot = datetime.now(OFFICE_TIME).replace(second=0, microsecond=0)
        with self._database.read() as session:
            if slot_taken(session, task.id, slot):
                return
        log.info("task '%s' is due (%s)", task.name, slot.isoformat())
        self._crawl(task, slot)


def slot_taken(session: Session, task_id: int, slot: datetime) -> bool:
    """Whether a run already answers this slot of the task."""
    query = sa.select(RunRow.id).where(RunRow.task_id == task_id, RunRow.slot == slot)
    return session.scalar(query.limit(1)) is not None
