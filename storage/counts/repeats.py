"""Leads that got one verdict more than once in a period: there they count once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import query_parts
from storage.counts.dimensions import ALL, DAYS, lead_key
from storage.leads.standing_verdicts import is_standing
from storage.tables import DecisionRow, LeadRow, VerdictRepeatRow


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


def _repeats(
    session: Session, leads: Sequence[int], within: tuple[Any, ...]
) -> list[tuple[str, dict[str, str], int]]:
    keys = [lead_key(dimension) for dimension in DAYS if dimension != ALL]
    rows = session.execute(
        sa.select(DecisionRow.verdict, sa.func.count() - 1, *keys)
        .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
        .where(
            *within, DecisionRow.lead_id.in_(leads), is_standing(),
        )
        .group_by(DecisionRow.lead_id, DecisionRow.verdict, *keys)
        .having(sa.func.count() > 1)
    )  # fmt: skip
    names = [dimension for dimension in DAYS if dimension != ALL]
    return [
        (
            row[0],
            {ALL: "", **{name: value or "" for name, value in zip(names, row[2:], strict=True)}},
            int(row[1]),
        )
        for row in rows
    ]
