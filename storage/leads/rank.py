"""Order of the leads in the queue (排序): the expected value of working on one comes first."""

from __future__ import annotations

from math import log10

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.records import Level
from storage.tables import LeadRow

_LEVEL_VALUE = {Level.RED: 4, Level.ORANGE: 3, Level.YELLOW: 2, Level.BLUE: 1, Level.NONE: 0}

RELISTED_ABOVE = 100.0
"""How far a relisted lead stands above its equals."""


def queue_rank(level: Level, score: float, tier: int, reach: int = 0) -> float:
    """Order in the queue, smallest first: minus the expected value (期望价值) of working on a lead,
    level × the holder's protection tier × reach. Ten times as many sold weigh a tenth more."""
    return -(_LEVEL_VALUE[level] + score) * tier_weight(tier) * (1 + 0.1 * log10(1 + reach))


def tier_weight(tier: int) -> float:
    """What a protection tier (1 the highest) multiplies the order in the queue by."""
    return 1 + max(0, 4 - tier) * 0.25


def file_tier(session: Session, right_id: str, tier: int) -> None:
    """A right's holder is in another tier: its leads are filed and ranked by the new one."""
    wanted = (LeadRow.right_id == right_id, LeadRow.tier != tier)
    for old in session.scalars(sa.select(LeadRow.tier).where(*wanted).distinct()).all():
        grown = tier_weight(tier) / tier_weight(old)
        above = sa.case((LeadRow.relisted, RELISTED_ABOVE), else_=0.0)
        session.execute(
            sa.update(LeadRow)
            .where(LeadRow.right_id == right_id, LeadRow.tier == old)
            .values(tier=tier, rank=(LeadRow.rank + above) * grown - above)
            .execution_options(synchronize_session=False)
        )
