"""研判 and 线索."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, now, row_id


class AssessmentRow(Base):
    """研判 of one listing version × one right, as the machine said it; never changed afterwards."""

    __tablename__ = "assessments"
    __table_args__ = (sa.UniqueConstraint("version_id", "right_id", "basis"),)

    id: Mapped[int] = row_id()
    version_id: Mapped[int] = mapped_column(
        sa.ForeignKey("listing_versions.id", ondelete="CASCADE")
    )
    right_id: Mapped[str] = mapped_column(sa.ForeignKey("rights.id"))
    basis: Mapped[str] = mapped_column(sa.String(80))
    """Hash of the rights and the model that spoke."""
    model: Mapped[str] = mapped_column(sa.String(80))
    score: Mapped[float] = mapped_column(sa.Float)
    level: Mapped[str] = mapped_column(sa.String(10))
    lead: Mapped[bool]
    signals: Mapped[list[Any]]
    fair_use: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class LeadRow(Base):
    """线索: one listing × one right, the unit of work. Its state changes only in storage.leads."""

    __tablename__ = "leads"
    __table_args__ = (
        sa.UniqueConstraint("listing_id", "right_id"),
        sa.Index("ix_leads_queue", "state", "rank", "id"),
        sa.Index(None, "rank", "id"),
        sa.Index(None, "state", "level"),
        sa.Index(None, "opened_at"),
        sa.Index(
            "ix_leads_relisted",
            "state",
            sqlite_where=sa.text("relisted = 1"),
            postgresql_where=sa.text("relisted"),
        ),
    )

    id: Mapped[int] = row_id()
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id"))
    right_id: Mapped[str] = mapped_column(sa.ForeignKey("rights.id"), index=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessments.id"))
    version_id: Mapped[int]
    """The listing version that the current assessment speaks of."""
    state: Mapped[str] = mapped_column(sa.String(20), default="pending")
    revision: Mapped[int] = mapped_column(default=1)
    """Counts up with every change: a stale page is refused."""
    score: Mapped[float] = mapped_column(sa.Float)
    level: Mapped[str] = mapped_column(sa.String(10))
    rank: Mapped[float] = mapped_column(sa.Float)
    """Order in the queue, smallest first: minus level × tier × reach."""
    relisted: Mapped[bool] = mapped_column(default=False)
    """复现: was removed after a letter and seen again."""
    claimed_by: Mapped[str | None] = mapped_column(sa.String(100))
    claimed_at: Mapped[datetime | None]
    campaign: Mapped[str | None]
    opened_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
