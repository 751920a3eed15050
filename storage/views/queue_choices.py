"""What the tabs and filters of the queue offer (标签与筛选项), each from an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.disguises import DISGUISE_NAMES
from storage.base.vocabulary import IN_QUEUE, TIER_NAMES, LeadState
from storage.counts.stock import count_by_state
from storage.listings.regions import CITY, PROVINCE, region_name
from storage.records import LEAD_STEPS, NextStep
from storage.records.element_words import NEXT_STEP_LABELS
from storage.tables import LeadRow
from storage.views.lead_queue import NOWHERE, LeadFilter, count_leads

MOST = 500
"""Values that one filter offers at most; chosen by hand."""


def count_by_tab(session: Session, officer: str) -> dict[str, int]:
    """Counts of the queue's own tabs."""
    counts = count_by_state(session)
    mine = LeadFilter(states=(LeadState.CLAIMED,), officer=officer)
    relisted = LeadFilter(states=IN_QUEUE, relisted=True)
    return {
        "pending": counts.get(LeadState.PENDING, 0),
        "evidence": counts.get(LeadState.NEEDS_EVIDENCE, 0),
        "snoozed": counts.get(LeadState.SNOOZED, 0),
        "confirmed": counts.get(LeadState.CONFIRMED, 0),
        "dismissed": counts.get(LeadState.DISMISSED, 0),
        "mine": count_leads(session, mine),
        "relisted": count_leads(session, relisted),
    }


Option = tuple[str, str]
"""(value in the URL, words)."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the filters above the queue offer."""

    platforms: Sequence[Option]
    regions: Sequence[Option]
    """Provinces with leads, below each its cities and counties; last the unknown."""
    campaigns: Sequence[Option]
    disguises: Sequence[Option] = tuple(DISGUISE_NAMES.items())
    next_steps: Sequence[Option] = tuple(
        (step.value, NEXT_STEP_LABELS[step]) for step in NextStep if step in LEAD_STEPS
    )
    tiers: Sequence[Option] = tuple((str(tier), name) for tier, name in TIER_NAMES.items())


def queue_choices(session: Session) -> Choices:
    """The platforms, regions and campaigns that have leads; a right is looked up: queue/right_suggestions.py."""
    return Choices(
        platforms=[(host, host) for host in _distinct(session, LeadRow.platform)],
        regions=region_options(_distinct(session, LeadRow.region)),
        campaigns=[(name, name) for name in _distinct(session, LeadRow.campaign)],
    )


def region_options(codes: Sequence[str]) -> list[Option]:
    """Divisions to choose from, each below the one it lies in."""
    divisions = {code[:length] for code in codes for length in (PROVINCE, CITY, len(code))}
    options = [
        ("　" * (len(code) // 2 - 1) + region_name(code), code) for code in sorted(divisions)
    ]
    return [*((code, name) for name, code in options), (NOWHERE, "未公示")]


def _distinct(session: Session, column: Any) -> list[str]:
    return [value for value in session.scalars(_distinct_values(column)) if value]


@cache
def _distinct_values(column: Any) -> Any:
    """The distinct values, stepping through the index: a plain DISTINCT reads every row."""
    first = sa.select(sa.func.min(column).label("value")).cte(recursive=True)
    following = sa.select(sa.func.min(column)).where(column > first.c.value).scalar_subquery()
    steps = first.union_all(sa.select(following).where(first.c.value.is_not(None)))
    return sa.select(steps.c.value).limit(MOST)
