"""Leads that got one verdict more than once in a period: there they count once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

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
    for first in range(0, len(repeats), _A_QUERY):
        of_part = DecisionRow.id.in_(repeats[first : first + _A_QUERY])
        repeated.update(session.scalars(sa.select(DecisionRow.lead_id).where(of_part, *within)))
    leads = sorted(repeated)
    return [
        row
        for first in range(0, len(leads), _A_QUERY)
        for row in _repeats(session, leads[first : first + _A_QUERY], within)
    ]


_A_QUERY = 500
"""Rows that one statement names; chosen by hand."""


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
