"""Order of the leads in the queue (排序): the expected value of working on one comes first.

The only module that writes a lead's rank.
"""

from __future__ import annotations

from math import log10

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.audit import trail
from storage.records import Level
from storage.tables import LeadRow, ProbeReason

LEVEL_VALUE = {Level.RED: 4, Level.ORANGE: 3, Level.YELLOW: 2, Level.BLUE: 1, Level.NONE: 0}
"""What working on a lead of each level is worth, in levels; chosen by hand."""
TIER_STEP = 0.25
"""Share by which each protection tier above the lowest raises the value; chosen by hand."""
LOWEST_TIER = 4
"""The tier that raises nothing; holders stand in tiers 1 to 3."""
REACH_SHARE = 0.1
"""Share by which ten times as many sold raise the value; chosen by hand."""
RELISTED_ABOVE = 100.0
"""How far a relisted lead stands above those of its level: above every value that the formula gives."""
LEVEL_BAND = 1000.0
"""How far the ranks of two neighbouring levels lie apart: above all that the other terms give together, so
that red stands before orange whatever the holder's tier and however many were sold."""

DRAWN = ProbeReason.RANDOM
"""抽样: why a lead has a place in the queue that the machine holds to be none."""


def queue_rank(level: Level, score: float, tier: int, reach: int = 0) -> float:
    """Order in the queue, smallest first: by level, then minus the expected value (期望价值) of working on a
    lead, level × the holder's protection tier × reach. `reach` is the number sold."""
    return -LEVEL_BAND * LEVEL_VALUE[level] - lead_value(level, score, tier, reach)


def lead_value(level: Level, score: float, tier: int, reach: int = 0) -> float:
    """期望价值 of working on a lead, in levels."""
    return (LEVEL_VALUE[level] + score) * tier_weight(tier) * reach_weight(reach)


def reach_weight(reach: int) -> float:
    """What the number sold multiplies the value of a lead by."""
    return 1 + REACH_SHARE * log10(1 + reach)


def tier_weight(tier: int) -> float:
    """What a protection tier (1 the highest) multiplies the order in the queue by."""
    return 1 + max(0, LOWEST_TIER - tier) * TIER_STEP


def set_rank(lead: LeadRow) -> None:
    """Rank a lead by its level, score, tier and reach; a relisted one stands above its equals."""
    rank = queue_rank(lead.level, lead.score, lead.tier, lead.reach)
    lead.rank = rank - RELISTED_ABOVE if lead.relisted else rank


def set_tier(session: Session, right_id: str, tier: int) -> None:
    """File and rank the leads of a right by its holder's new tier, in one statement a former tier.

    A probe keeps the place that it was given.
    """
    trail.take_turn(session)  # before the leads are locked, as `lock_lead` does
    leads = (LeadRow.right_id == right_id, LeadRow.tier != tier)
    for previous in session.scalars(sa.select(LeadRow.tier).where(*leads).distinct()).all():
        factor = tier_weight(tier) / tier_weight(previous)
        bands = {level.value: value * LEVEL_BAND for level, value in LEVEL_VALUE.items()}
        above = sa.case((LeadRow.relisted, RELISTED_ABOVE), else_=0.0) + sa.case(
            bands, value=LeadRow.level, else_=0.0
        )
        rank = sa.case(
            (LeadRow.probe.is_(None), (LeadRow.rank + above) * factor - above), else_=LeadRow.rank
        )
        session.execute(
            sa.update(LeadRow)
            .where(LeadRow.right_id == right_id, LeadRow.tier == previous)
            .values(tier=tier, rank=rank)
            .execution_options(synchronize_session=False)
        )


def place_probe(session: Session, lead_id: int, rank: float, reason: ProbeReason) -> None:
    """Give a lead a place in the queue that its own value would not give it (抽样复核)."""
    session.execute(sa.update(LeadRow).where(LeadRow.id == lead_id).values(rank=rank, probe=reason))
