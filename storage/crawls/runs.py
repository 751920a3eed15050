"""监测批次: opening a run or going on with one that was interrupted, and ending it.

A run belongs to one process, named `machine:pid:start`. A run whose process lives is refused to a
second one; a dead one's is taken over at once, without a lock to wait for.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import Refused
from storage.base.message import Language, Message, message_from_text, message_to_text
from storage.base.process import is_alive, this_process
from storage.base.vocabulary import RESUMABLE, RunState
from storage.tables import RunRow
from storage.tables.base import now


@dataclass(frozen=True, kw_only=True)
class OpenRun:
    """A run that this process now owns, with what its earlier processes had counted."""

    id: int
    resumed: bool
    counts: Counter[str]
    seconds: float
    started_at: datetime


def fingerprint(urls: Sequence[str], options: Mapping[str, Any]) -> str:
    """The same command has the same fingerprint, whatever the order of its URLs."""
    line = json.dumps([sorted(urls), options], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def open_run(
    session: Session,
    *,
    urls: Sequence[str],
    options: Mapping[str, Any],
    task_id: int | None = None,
    slot: datetime | None = None,
) -> OpenRun:
    """Go on with the unfinished run of the same command, else start a new one.

    Raises Refused when a living process works on it, or when the clock's slot was answered.
    """
    mark = fingerprint(urls, options)
    _one_at_a_time(session, mark)
    _check_slot(session, task_id, slot)
    row = session.scalar(
        sa.select(RunRow)
        .where(RunRow.fingerprint == mark, RunRow.state.in_(RESUMABLE))
        .order_by(RunRow.id.desc())
    )
    at = now()
    if row is not None and _is_anothers(row, at):
        raise Refused("run.under-way", run=row.id, owner=row.owner)
    resumed = row is not None
    if row is None:
        row = RunRow(
            task_id=task_id, slot=slot, fingerprint=mark, urls=list(urls), options=dict(options)
        )
        session.add(row)
    row.state, row.reason, row.ended_at, row.stop_asked = RunState.RUNNING, None, None, False
    row.owner, row.heartbeat_at = this_process(), at
    session.flush()
    return OpenRun(
        id=row.id,
        resumed=resumed,
        counts=Counter(row.counts or {}),
        seconds=row.seconds or 0.0,
        started_at=row.started_at,
    )


def _one_at_a_time(session: Session, mark: str) -> None:
    """Two that start together must see one another; SQLite's writers do so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        key = int(mark[:15], 16)
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _check_slot(session: Session, task_id: int | None, slot: datetime | None) -> None:
    if task_id is None or slot is None:
        return
    answered = session.scalar(
        sa.select(RunRow.id).where(RunRow.task_id == task_id, RunRow.slot == slot)
    )
    if answered is not None:
        raise Refused("run.slot-answered", run=answered, task=task_id)


def keep_run(session: Session, run_id: int, counts: Mapping[str, int], seconds: float) -> None:
    """Write what was counted so far, in the transaction of the pages that were counted."""
    session.execute(
        sa.update(RunRow)
        .where(RunRow.id == run_id)
        .values(counts=dict(counts), seconds=seconds, heartbeat_at=now())
    )


def ask_to_stop(session: Session, run_id: int) -> bool:
    """Ask the process that works on a run, on whatever machine, to end; False when none does."""
    row = session.get(RunRow, run_id)
    if row is None or not is_under_way(row):
        return False
    row.stop_asked = True
    return True


def is_asked_to_stop(session: Session, run_id: int) -> bool:
    """Whether an officer wants this run to end."""
    return bool(session.scalar(sa.select(RunRow.stop_asked).where(RunRow.id == run_id)))


def end_run(session: Session, run_id: int, *, state: RunState, reason: Message) -> None:
    """Close a run: `finished` or `failed` for good, `stopped` to be gone on with."""
    session.execute(
        sa.update(RunRow)
        .where(RunRow.id == run_id)
        .values(state=state, reason=message_to_text(reason), owner=None, ended_at=now())
    )


def list_runs(session: Session, *, task_id: int | None = None, limit: int = 50) -> list[RunRow]:
    """The latest runs first."""
    query = sa.select(RunRow).order_by(RunRow.id.desc()).limit(limit)
    if task_id is not None:
        query = query.where(RunRow.task_id == task_id)
    return list(session.scalars(query))


def describe_run(row: RunRow) -> dict[str, Any]:
    """A run as one JSON object for lists and exports."""
    fields = {
        "id": row.id,
        "urls": row.urls,
        "state": row.state,
        "reason": message_from_text(row.reason).text(Language.ENGLISH) if row.reason else None,
        "started_at": row.started_at.isoformat(timespec="seconds"),
        "ended_at": row.ended_at.isoformat(timespec="seconds") if row.ended_at else None,
        "seconds": round(row.seconds, 2),
        **row.counts,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _is_anothers(row: RunRow, at: datetime) -> bool:
    if row.state is not RunState.RUNNING or row.owner == this_process():
        return False
    return is_alive(row.owner, row.heartbeat_at, at)


def is_under_way(row: RunRow) -> bool:
    """Does a living process work on this run at this moment?"""
    return row.state is RunState.RUNNING and is_alive(row.owner, row.heartbeat_at, now())
