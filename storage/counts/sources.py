"""How often verdicts say that a seller had leave, by right and platform (来源计数)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.counts.changes import source_changes
from storage.records.source_count import SourceCount, SourceCounts
from storage.tables import SourceCountRow


def source_counts(session: Session, right_id: str | None = None) -> SourceCounts:
    """By right and platform, the verdict that stands on each lead, of one right or of all: what was kept and what
    changed since, in one statement."""
    rows = sa.union_all(sa.select(SourceCountRow.__table__), source_changes()).subquery()
    right, platform, unlawful, lawful = rows.c
    query = sa.select(right, platform, sa.func.sum(unlawful), sa.func.sum(lawful))
    if right_id is not None:
        query = query.where(right == right_id)
    return {
        (right, platform): SourceCount(unlawful=int(against), lawful=int(for_it))
        for right, platform, against, for_it in session.execute(query.group_by(right, platform))
        if against or for_it
    }
