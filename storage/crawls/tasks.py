"""监测任务: what to crawl, how and when; the clock and the crawler act on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.base.errors import BadInput, NotFound
from storage.crawls.cron import check_cron
from storage.records.task_options import TaskOptions
from storage.tables import RunRow, TaskRow
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class Task:
    """One stored task."""

    id: int
    name: str
    urls: tuple[str, ...]
    options: TaskOptions = field(default_factory=TaskOptions)
    cron: str | None = None
    """Five fields, in the office's time; None is run by hand only."""
    campaign: str | None = None
    """专项行动: 铁拳, 剑网 …"""
    enabled: bool = True
    """A disabled task is kept and not started by the clock."""
    timed_at: datetime
    """Since when the clock starts it by this line: added, its line changed, or enabled again."""


def add_task(
    session: Session,
    name: str,
    urls: Sequence[str],
    *,
    options: TaskOptions | None = None,
    cron: str | None = None,
    campaign: str | None = None,
    actor: str = "cli",
) -> Task:
    """Store a task; the same name replaces it. Raises BadInput."""
    name = name.strip()
    if not name:
        raise BadInput("task.no-name")
    if not urls:
        raise BadInput("task.no-url", task=name)
    if bad := next((url for url in urls if not url.startswith(("http://", "https://"))), None):
        raise BadInput("task.bad-url", task=name, url=bad)
    row = session.scalar(sa.select(TaskRow).where(TaskRow.name == name))
    if row is None:
        row = TaskRow(name=name, urls=())
        session.add(row)
    row.urls, row.options = tuple(dict.fromkeys(urls)), options or TaskOptions()
    line = check_cron(cron)
    if (row.cron, row.enabled) != (line, True):
        row.timed_at = now()
    row.cron, row.campaign, row.enabled = line, campaign, True
    session.flush()
    trail.record(session, actor=actor, act="task.add", subject=f"task:{name}", urls=len(row.urls))
    return _task(row)


def list_tasks(session: Session, *, enabled_only: bool = False) -> list[Task]:
    """All tasks by name."""
    query = sa.select(TaskRow).order_by(TaskRow.name)
    if enabled_only:
        query = query.where(TaskRow.enabled)
    return [_task(row) for row in session.scalars(query)]


def load_task(session: Session, name: str) -> Task:
    """Raises NotFound."""
    return _task(_row(session, name))


def remove_task(session: Session, name: str, *, actor: str = "cli") -> None:
    """Drop the definition; its runs and listings stay. Raises NotFound."""
    row = _row(session, name)
    session.execute(sa.update(RunRow).where(RunRow.task_id == row.id).values(task_id=None))
    session.delete(row)
    trail.record(session, actor=actor, act="task.remove", subject=f"task:{name}")


def enable_task(session: Session, name: str, enabled: bool, *, actor: str = "cli") -> None:
    """Let the clock start it, or not. Raises NotFound."""
    row = _row(session, name)
    if enabled and not row.enabled:
        row.timed_at = now()
    row.enabled = enabled
    act = "task.enable" if enabled else "task.disable"
    trail.record(session, actor=actor, act=act, subject=f"task:{name}")


def _row(session: Session, name: str) -> TaskRow:
    row = session.scalar(sa.select(TaskRow).where(TaskRow.name == name))
    if row is None:
        raise NotFound("task.unknown", task=name)
    return row


def _task(row: TaskRow) -> Task:
    return Task(
        id=row.id,
        name=row.name,
        urls=row.urls,
        options=row.options,
        cron=row.cron,
        campaign=row.campaign,
        enabled=row.enabled,
        timed_at=row.timed_at or row.created_at,
    )
