"""What the tabs and filters of the queue offer (标签与筛选项), each from an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from storage.base.disguises import DISGUISE_NAMES
from storage.base.vocabulary import IN_QUEUE, TIER_NAMES, LeadState
from storage.counts.stock import count_by_state
from storage.listings.regions import CITY, PROVINCE, region_name
from storage.records import LEAD_STEPS, NextStep
from storage.records.element_words import NEXT_STEP_LABELS
from storage.tables import LeadRow
from storage.views.lead_queue import count_leads
from storage.views.queue.distinct_values import distinct_values
from storage.views.queue.lead_filter import NOWHERE, LeadFilter


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
        platforms=[(host, host) for host in distinct_values(session, LeadRow.platform) if host],
        regions=region_options(distinct_values(session, LeadRow.region)),
        campaigns=[(name, name) for name in distinct_values(session, LeadRow.campaign) if name],
    )


def region_options(codes: Sequence[str]) -> list[Option]:
    """Divisions to choose from, each below the one it lies in."""
    divisions = {code[:length] for code in codes for length in (PROVINCE, CITY, len(code))}
    options = [
        ("　" * (len(code) // 2 - 1) + region_name(code), code) for code in sorted(divisions)
    ]
    return [*((code, name) for name, code in options), (NOWHERE, "未公示")]
