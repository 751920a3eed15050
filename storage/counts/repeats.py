"""Leads of which one thing was said more than once in a period, a verdict or what followed a letter: there they count
once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import query_parts
from storage.base.office_time import day_bounds
from storage.counts.dimensions import ACTS, ALL, DAYS, act_lead, act_measure, lead_key
from storage.leads.standing_verdicts import is_standing
from storage.tables import ActRepeatRow, AuditRow, DecisionRow, LeadRow, VerdictRepeatRow


def repeats_of_period(
    session: Session, start: datetime, end: datetime
) -> list[tuple[str, dict[str, str], int]]:
    """(verdict, dimension to key, how often too often) of each such lead; the verdicts stand."""
    within: tuple[Any, ...] = (DecisionRow.decided_at >= start, DecisionRow.decided_at < end)
    # In steps: in one statement SQLite would read every verdict of the period instead of the few repeats.
    repeats = session.scalars(sa.select(VerdictRepeatRow.decision_id)).all()
    repeated: set[int] = set()
    for part in query_parts(repeats):
        of_part = DecisionRow.id.in_(part)
        repeated.update(session.scalars(sa.select(DecisionRow.lead_id).where(of_part, *within)))
    return [
        row for part in query_parts(sorted(repeated)) for row in _repeats(session, part, within)
    ]


def act_repeats_of_period(
    session: Session, first: date, last: date
) -> list[tuple[str, dict[str, str], int]]:
    """(measure, dimension to key, how often too often) of each lead of which one act was entered more than once from
    `first` to `last`, both included."""
    repeats = (
        sa.select(AuditRow.subject)
        .distinct()
        .join(ActRepeatRow, ActRepeatRow.audit_id == AuditRow.id)
        .where(ActRepeatRow.day.between(first, last))
    )
    start, end = day_bounds(first, last)
    within = (AuditRow.act.in_(ACTS), AuditRow.at >= start, AuditRow.at < end)
    return [
        row
        for part in query_parts(session.scalars(repeats).all())
        for row in _act_repeats(session, part, within)
    ]


def _repeats(
    session: Session, leads: Sequence[int], within: tuple[Any, ...]
) -> list[tuple[str, dict[str, str], int]]:
    keys = _keys()
    rows = session.execute(
        sa.select(DecisionRow.verdict, sa.func.count() - 1, *keys)
        .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
        .where(
            *within, DecisionRow.lead_id.in_(leads), is_standing(),
        )
        .group_by(DecisionRow.lead_id, DecisionRow.verdict, *keys)
        .having(sa.func.count() > 1)
    )  # fmt: skip
    return [_repeat(row) for row in rows]


def _act_repeats(
    session: Session, subjects: Sequence[str], within: tuple[Any, ...]
) -> list[tuple[str, dict[str, str], int]]:
    keys = _keys()
    measure = act_measure(AuditRow).label("measure")
    rows = session.execute(
        sa.select(measure, sa.func.count() - 1, *keys)
        .select_from(AuditRow)
        .join(LeadRow, LeadRow.id == act_lead(AuditRow))
        .where(*within, AuditRow.subject.in_(subjects))
        .group_by(LeadRow.id, "measure", *keys)
        .having(sa.func.count() > 1)
    )
    return [_repeat(row) for row in rows]


def _keys() -> list[Any]:
    return [lead_key(dimension) for dimension in DAYS if dimension != ALL]


def _repeat(row: Any) -> tuple[str, dict[str, str], int]:
    names = [dimension for dimension in DAYS if dimension != ALL]
    values = {name: value or "" for name, value in zip(names, row[2:], strict=True)}
    return row[0], {ALL: "", **values}, int(row[1])
