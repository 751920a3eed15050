"""监测批次: the account of a run while it goes, its end, and the list of runs.

Opening one or going on with it is `run_resume`.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.message import Language, Message
from storage.base.vocabulary import RunState
from storage.crawls.run_ownership import is_under_way
from storage.tables import RunRow
from storage.tables.base import now


def keep_run(session: Session, run_id: int, counts: Mapping[str, int], seconds: float) -> None:
    """Write what was counted so far, in the transaction of the pages that were counted."""
    session.execute(
        sa.update(RunRow)
        .where(RunRow.id == run_id)
        .values(counts=dict(counts), seconds=seconds, heartbeat_at=now())
    )


def keep_family_points(session: Session, run_id: int, points: Mapping[str, int] | None) -> None:
    """Write what a run counted of repeated families, for the process that goes on with it."""
    session.execute(
        sa.update(RunRow).where(RunRow.id == run_id).values(family_points=points and dict(points))
    )


def ask_to_stop(session: Session, run_id: int) -> bool:
    """Ask the process that works on a run, on whatever machine, to end; False when none does."""
    row = session.get(RunRow, run_id)
    if row is None or not is_under_way(row):
        return False
    row.stop_asked = True
    return True


def is_asked_to_stop(session: Session, run_id: int) -> bool:
    """Whether an officer asked this run to end."""
    return bool(session.scalar(sa.select(RunRow.stop_asked).where(RunRow.id == run_id)))


def end_run(session: Session, run_id: int, *, state: RunState, reason: Message) -> None:
    """Close a run: `finished` or `failed` for good, `stopped` where the same command may resume it."""
    session.execute(
        sa.update(RunRow)
        .where(RunRow.id == run_id)
        .values(state=state, reason=reason, owner=None, ended_at=now())
    )


def list_runs(session: Session, *, task_id: int | None = None, limit: int = 50) -> list[RunRow]:
    """The latest runs first."""
    query = sa.select(RunRow).order_by(RunRow.id.desc()).limit(limit)
    if task_id is not None:
        query = query.where(RunRow.task_id == task_id)
    return list(session.scalars(query))


def describe_run(row: RunRow) -> dict[str, object]:
    """A run as one JSON object for lists and exports."""
    fields = {
        "id": row.id,
        "urls": list(row.urls),
        "state": row.state,
        "reason": row.reason.text(Language.ENGLISH) if row.reason else None,
        "started_at": row.started_at.isoformat(timespec="seconds"),
        "ended_at": row.ended_at.isoformat(timespec="seconds") if row.ended_at else None,
        "seconds": round(row.seconds, 2),
        **row.counts,
    }
    return {name: value for name, value in fields.items() if value is not None}
