"""续采: a command goes on with its run that was interrupted, or starts a new one.

Who may go on is `run_ownership`; which pages are left is `frontier`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import Refused
from storage.base.message import Message
from storage.base.process import this_process
from storage.base.vocabulary import RESUMABLE, RunState
from storage.crawls.run_ownership import is_owned_elsewhere, wait_for_twin
from storage.records.run_options import RunOptions
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
    family_points: Mapping[str, int] = field(default_factory=dict)


def fingerprint(urls: Sequence[str], options: RunOptions) -> str:
    """The same command has the same fingerprint, whatever the order of its URLs."""
    line = json.dumps([sorted(urls), options.to_json()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def open_run(
    session: Session,
    *,
    urls: Sequence[str],
    options: RunOptions,
    task_id: int | None = None,
    slot: datetime | None = None,
) -> OpenRun:
    """Go on with the unfinished run of the same command, else start a new one.

    Raises Refused when a living process works on it, or when the clock's slot was answered.
    """
    mark = fingerprint(urls, options)
    wait_for_twin(session, mark)
    _check_slot(session, task_id, slot)
    row = session.scalar(
        sa.select(RunRow)
        .where(RunRow.fingerprint == mark, RunRow.state.in_(RESUMABLE))
        .order_by(RunRow.id.desc())
    )
    at = now()
    if row is not None and is_owned_elsewhere(row, at):
        raise Refused("run.under-way", run=row.id, owner=row.owner)
    resumed = row is not None
    if row is None:
        row = RunRow(
            task_id=task_id, slot=slot, fingerprint=mark, urls=tuple(urls), options=options
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
        family_points=row.family_points or {},
        started_at=row.started_at,
    )


def add_refused_run(
    session: Session,
    *,
    urls: Sequence[str],
    options: RunOptions,
    task_id: int,
    slot: datetime | None,
    reason: Message,
) -> int:
    """A run that ended before its first page, with the reason. Raises Refused where the clock's slot was
    answered."""
    _check_slot(session, task_id, slot)
    row = RunRow(
        task_id=task_id,
        slot=slot,
        fingerprint=fingerprint(urls, options),
        urls=tuple(urls),
        options=options,
        state=RunState.FAILED,
        reason=reason,
        ended_at=now(),
    )
    session.add(row)
    session.flush()
    return row.id


def _check_slot(session: Session, task_id: int | None, slot: datetime | None) -> None:
    if task_id is None or slot is None:
        return
    answered = session.scalar(
        sa.select(RunRow.id).where(RunRow.task_id == task_id, RunRow.slot == slot)
    )
    if answered is not None:
        raise Refused("run.slot-answered", run=answered, task=task_id)
