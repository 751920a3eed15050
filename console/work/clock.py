"""The clock: starts a task's crawl when its cron line says so.

The task rows are the truth and are read at each look, by a thread that waits on the monotonic clock: a
wall clock that is put back by hours does not make it wait for hours. A slot is answered once however
many clocks look at it and however often the wall clock passes it, because the run that answers it
carries a unique (task, slot). What the wall clock jumped over, or slept through, is caught up: of each
task the newest slot. So is what passed while no console ran, since a file of the data folder says when the
clock looked last; a task has no slots from before it was added, timed anew or enabled again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.errors import BadInput, HubiaoError
from storage.base.office_time import OFFICE_TIME
from storage.base.settings import Settings
from storage.crawls.cron import read_cron
from storage.crawls.tasks import Task, list_tasks
from storage.files.kept_json import keep_json, kept_json, kept_moment
from storage.tables import RunRow

LOOK_SECONDS = 5
"""How often the task rows are read; a crawl starts so much later than its slot at most."""
JUMP_SECONDS = 10.0
"""A difference between wall clock and monotonic clock that is a jump, not drift."""
LATE = timedelta(hours=25)
"""A slot that was missed for longer is left to the next one; chosen by hand: a day and what looking takes."""
LAST_LOOK = "clock.json"
"""File of the data folder that says when the clock looked last."""
_KEEP = timedelta(minutes=1)
"""How often that is written; chosen by hand: a slot that is looked at twice has its run already."""

log = logging.getLogger(__name__)

Crawl = Callable[[Task, datetime], None]
"""Starts the crawl of a task for a slot."""


class Clock:
    """Fires each enabled task at its slots, by calling `crawl(task, slot)`."""

    def __init__(self, database: Database, settings: Settings, crawl: Crawl) -> None:
        self._database = database
        self._settings = settings
        self._crawl = crawl
        self._offset = time.time() - time.monotonic()
        self._looked_at = last_look(settings) or _wall_clock()
        """Slots up to this moment are answered."""
        self._kept_at = self._looked_at
        """What the file says, once it is there."""
        self._refused: dict[int, str] = {}
        """Lines that are no schedule, by task: each is reported once."""
        self._ending = threading.Event()
        self._one_look = threading.Lock()
        self._thread = threading.Thread(target=self._keep_looking, name="clock", daemon=True)

    def start(self) -> None:
        """Begin to look at the tasks."""
        self._thread.start()

    def stop(self) -> None:
        """End the clock; crawls that it started are not its own."""
        self._ending.set()
        self._thread.join(2)  # a look may wait for the database

    def _keep_looking(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:  # the next look may go better; a clock that ended starts no crawl
                log.exception("the clock could not look at the tasks")

    def look(self) -> None:
        """Start the crawls whose slot has come since the last look."""
        with self._one_look:
            at = self._notice_jump()
            try:
                with self._database.read() as session:
                    tasks = [task for task in list_tasks(session, enabled_only=True) if task.cron]
                for task in tasks:
                    self._answer(task, at)
            except HubiaoError as error:  # the slots since the last look stay to be answered
                log.warning("the clock cannot read the tasks: %s", error)
                return
            self._looked_at = at
            self._keep()

    def _keep(self) -> None:
        """Write now and then when the clock looked, for the next one."""
        if abs(self._looked_at - self._kept_at) < _KEEP:
            return
        self._kept_at = self._looked_at
        try:
            keep_json(self._settings, LAST_LOOK, {"looked_at": self._looked_at.isoformat()})
        except HubiaoError as error:
            log.warning("the clock cannot keep when it looked: %s", error)

    def _notice_jump(self) -> datetime:
        """The wall clock's time; says so where it is not what the monotonic clock lets expect."""
        at, offset = _wall_clock(), time.time() - time.monotonic()
        jump = offset - self._offset
        self._offset = offset
        if abs(jump) > JUMP_SECONDS:
            log.warning(
                "the wall clock %s by %s, to %s",
                "jumped forward" if jump > 0 else "went back",
                timedelta(seconds=round(abs(jump))),
                at.isoformat(timespec="seconds"),
            )
        if at < self._looked_at:
            self._looked_at = at
        return at

    def _answer(self, task: Task, at: datetime) -> None:
        try:
            trigger = read_cron(task.cron or "")
        except BadInput as error:
            if self._refused.get(task.id) != task.cron:
                log.warning("task '%s' is not timed: %s", task.name, error)
            self._refused[task.id] = task.cron or ""
            return
        slot = newest_slot(trigger, self._since(task, at), at)
        if slot is None:
            return
        with self._database.read() as session:
            if slot_taken(session, task.id, slot):
                return
        log.info("task '%s' is due (%s)", task.name, slot.isoformat())
        self._crawl(task, slot)

    def _since(self, task: Task, at: datetime) -> datetime:
        """From when on slots of a task are to be answered. One that was timed in the future was timed by a wall
        clock that was wrong."""
        since = max(self._looked_at, at - LATE)
        return max(since, task.timed_at) if task.timed_at <= at else since


def last_look(settings: Settings) -> datetime | None:
    """When a clock of this data folder looked last; None before the first, or where that cannot be read."""
    try:
        return kept_moment(kept_json(settings, LAST_LOOK)["looked_at"]).astimezone(OFFICE_TIME)
    except (OSError, ValueError, OverflowError, KeyError, TypeError):
        return None


def _wall_clock() -> datetime:
    return datetime.fromtimestamp(time.time(), OFFICE_TIME)


def newest_slot(trigger: Any, after: datetime, until: datetime) -> datetime | None:
    """The last minute in (after, until] at which a trigger fires."""
    newest = None
    moment = after + timedelta(microseconds=1)
    while (fires := trigger.get_next_fire_time(None, moment)) is not None and fires <= until:
        newest = fires
        moment = fires + timedelta(microseconds=1)
    return None if newest is None else newest.replace(second=0, microsecond=0)


def slot_taken(session: Session, task_id: int, slot: datetime) -> bool:
    """Whether a run already answers this slot of the task."""
    query = sa.select(RunRow.id).where(RunRow.task_id == task_id, RunRow.slot == slot)
    return session.scalar(query.limit(1)) is not None
