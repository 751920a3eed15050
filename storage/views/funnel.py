"""从发现到下架: how many listings come how far, and the days in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import CONFIRMED, ISSUED, TAKEN_DOWN, LeadState
from storage.counts.stock import count_by_state, count_listings
from storage.tables import LeadRow

SAMPLE = 500
"""Leads, the newest that took a step: from them the usual time is taken. Chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """From listing to removal: counts of now, and the usual time of each step."""

    listings: int
    leads: int
    confirmed: int
    noticed: int
    removed: int
    to_confirm: timedelta | None
    """Median from the lead's opening to its confirmation; None where no lead went so far."""
    to_notice: timedelta | None
    to_remove: timedelta | None
    """To the look that found it gone, so an upper bound."""


def read_funnel(session: Session) -> Funnel:
    """How many listings became leads, were confirmed, written to, and taken down."""
    states = count_by_state(session)

    def count(group: Iterable[LeadState]) -> int:
        return sum(states.get(state, 0) for state in group)

    return Funnel(
        listings=count_listings(session),
        leads=sum(states.values()) - states.get(LeadState.MERGED, 0),
        confirmed=count(CONFIRMED),
        noticed=count(ISSUED),
        removed=count(TAKEN_DOWN),
        to_confirm=_usual(session, LeadRow.opened_at, LeadRow.confirmed_at),
        to_notice=_usual(session, LeadRow.confirmed_at, LeadRow.noticed_at),
        to_remove=_usual(session, LeadRow.noticed_at, LeadRow.removed_at),
    )


def _usual(session: Session, start: Any, end: Any) -> timedelta | None:
    query = sa.select(start, end).where(start.is_not(None), end.is_not(None))
    taken = [_seconds(*row) for row in session.execute(query.order_by(end.desc()).limit(SAMPLE))]
    return timedelta(seconds=median(taken)) if taken else None


def _seconds(start: datetime, end: datetime) -> float:
    return max((end - start).total_seconds(), 0.0)
