"""监测任务 with their latest runs, read in two queries whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import NotFound
from storage.base.message import Message
from storage.base.vocabulary import PageState
from storage.crawls.tasks import Task, list_tasks
from storage.tables import FrontierRow, RunRow, TaskRow

RUNS_SHOWN = 14
"""Latest runs of a task: two weeks of daily ones."""


@dataclass(frozen=True, kw_only=True)
class TaskWithRuns:
    """A task and its latest runs, oldest first."""

    task: Task
    runs: Sequence[RunRow]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a run has come, in pages."""

    visited: int
    waiting: int
    dead: int
    """Given up after repeated failures."""
    failures: Sequence[tuple[str, Message | None]]
    """(url, error) of some of those."""


def tasks_with_runs(session: Session) -> list[TaskWithRuns]:
    """All tasks by name."""
    place = (
        sa.func.row_number().over(partition_by=RunRow.task_id, order_by=RunRow.id.desc())
    ).label("place")
    latest = sa.select(RunRow.id, place).where(RunRow.task_id.is_not(None)).subquery()
    rows = session.scalars(
        sa.select(RunRow)
        .join(latest, latest.c.id == RunRow.id)
        .where(latest.c.place <= RUNS_SHOWN)
        .order_by(RunRow.id)
    )
    runs: dict[int, list[RunRow]] = {}
    for row in rows:
        runs.setdefault(row.task_id or 0, []).append(row)
    return [TaskWithRuns(task=task, runs=runs.get(task.id, ())) for task in list_tasks(session)]


def load_run(session: Session, run_id: int) -> tuple[RunRow, str | None]:
    """A run and the name of its task. Raises NotFound."""
    joined = session.execute(
        sa.select(RunRow, TaskRow.name)
        .outerjoin(TaskRow, TaskRow.id == RunRow.task_id)
        .where(RunRow.id == run_id)
    ).first()
    if joined is None:
        raise NotFound("run.unknown", run=run_id)
    return joined[0], joined[1]


def read_progress(session: Session, run_id: int) -> Progress:
    """Counts of a run's pages by state."""
    counts = session.execute(
        sa.select(FrontierRow.state, sa.func.count())
        .where(FrontierRow.run_id == run_id)
        .group_by(FrontierRow.state)
    )
    states = {row[0]: row[1] for row in counts}
    failures = session.execute(
        sa.select(FrontierRow.url, FrontierRow.error)
        .where(FrontierRow.run_id == run_id, FrontierRow.state == PageState.DEAD)
        .limit(20)
    )
    return Progress(
        visited=states.get(PageState.VISITED, 0),
        waiting=states.get(PageState.QUEUED, 0),
        dead=states.get(PageState.DEAD, 0),
        failures=[(row.url, row.error) for row in failures],
    )
