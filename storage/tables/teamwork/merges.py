"""合并 of duplicates."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import LeadState
from storage.tables.base import Base, enumeration, now, row_id


class MergeRow(Base):
    """One lead that points to another since both are the same matter; at most one of a lead stands."""

    __tablename__ = "merges"
    __table_args__ = (
        sa.Index(None, "lead_id"),
        sa.Index(None, "into_id"),
        sa.Index(None, "undone_at", "lead_id"),
    )

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"))
    """The duplicate."""
    into_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"))
    """The lead that remains."""
    from_state: Mapped[LeadState] = mapped_column(enumeration(LeadState, name="from_state"))
    """The state that an undo gives the duplicate again: pending or needs_evidence."""
    note: Mapped[str | None]
    merged_by: Mapped[str] = mapped_column(sa.String(100))
    merged_at: Mapped[datetime] = mapped_column(default=now)
    undone_by: Mapped[str | None] = mapped_column(sa.String(100))
    undone_at: Mapped[datetime | None]
