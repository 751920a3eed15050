"""核查意见."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import DecisionKind, LeadState
from storage.tables.base import Base, enumeration, now, row_id


class DecisionRow(Base):
    """核查意见: what a person said of a lead; append-only, an undo is a row of its own."""

    __tablename__ = "decisions"
    __table_args__ = (
        sa.Index(None, "lead_id"),
        sa.Index(None, "decided_at"),
        sa.Index(None, "undoes"),
    )

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"))
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessments.id"))
    """What the machine had said: kept beside what the person said."""
    verdict: Mapped[DecisionKind] = mapped_column(enumeration(DecisionKind, name="verdict"))
    reason: Mapped[str | None] = mapped_column(sa.String(40))
    note: Mapped[str | None]
    officer: Mapped[str] = mapped_column(sa.String(100))
    from_state: Mapped[LeadState] = mapped_column(enumeration(LeadState, name="from_state"))
    undoes: Mapped[int | None]
    """Id of the decision that this row takes back."""
    batch_id: Mapped[int | None] = mapped_column(index=True)
    """The batch (成组核查) that the verdict was given in; None for one of its own."""
    decided_at: Mapped[datetime] = mapped_column(default=now)
