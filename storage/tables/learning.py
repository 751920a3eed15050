"""店铺规则 and 抽样: what learning proposes to officers, and which non-leads were drawn for them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import RuleState
from storage.tables.base import Base, enumeration, now, row_id


class SellerRuleRow(Base):
    """店铺规则: leads of shops whose name holds a word were dismissed; proposed, accepted or rejected."""

    __tablename__ = "seller_rules"

    id: Mapped[int] = row_id()
    word: Mapped[str] = mapped_column(sa.String(20), unique=True)
    state: Mapped[RuleState] = mapped_column(enumeration(RuleState), default=RuleState.PROPOSED)
    dismissed: Mapped[int]
    """Leads of such shops that officers dismissed, when they were last counted."""
    confirmed: Mapped[int]
    shops: Mapped[int]
    """Shops with a verdict whose name holds the word."""
    others_dismissed: Mapped[int]
    """Dismissed leads of all other shops."""
    others_confirmed: Mapped[int]
    lowest_share: Mapped[float] = mapped_column(sa.Float)
    """Lower bound of the share of such shops whose leads are dismissed (95 %, Wilson)."""
    p_value: Mapped[float] = mapped_column(sa.Float)
    """Fisher's exact test over shops, multiplied by the number of words that were tested."""
    counted_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[str | None] = mapped_column(sa.String(100))
    decided_at: Mapped[datetime | None]


class SampledLeadRow(Base):
    """抽样: a lead that was opened for a listing the machine held to be none, so that both are judged."""

    __tablename__ = "sampled_leads"

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"), unique=True)
    weight: Mapped[float] = mapped_column(sa.Float)
    """Assessed non-leads that it stands for: one divided by the chance of being drawn."""
    score: Mapped[float] = mapped_column(sa.Float)
    """When it was drawn."""
    drawn_at: Mapped[datetime] = mapped_column(default=now, index=True)
