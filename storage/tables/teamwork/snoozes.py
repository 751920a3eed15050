"""暂缓处理."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import LeadState
from storage.tables.base import Base, enumeration, now, row_id


class SnoozeEnd(StrEnum):
    """Why a postponement ended."""

    DAY = "day"
    CHANGE = "change"
    OFFICER = "officer"
    REPLACED = "replaced"
    """By a later one."""


class SnoozeRow(Base):
    """One postponement of a lead. At most one of a lead has no `ended_at`; it holds while the lead's
    state is `snoozed`."""

    __tablename__ = "snoozes"
    __table_args__ = (sa.Index(None, "ended_at", "until"), sa.Index(None, "lead_id"))

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"))
    until: Mapped[date | None]
    """The day of the office on which it comes back; None: no day ends it."""
    until_change: Mapped[bool] = mapped_column(default=False)
    """A new version of the listing ends it."""
    from_state: Mapped[LeadState] = mapped_column(enumeration(LeadState, name="from_state"))
    """The state it returns to: pending or needs_evidence."""
    note: Mapped[str | None]
    snoozed_by: Mapped[str] = mapped_column(sa.String(100))
    snoozed_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[SnoozeEnd | None] = mapped_column(enumeration(SnoozeEnd, name="ended_why"))
