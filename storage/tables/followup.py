"""期限 and 复查: what must happen after a letter, and when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import DeadlineState
from storage.records.relisting import RecheckDetail
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordColumn


class DeadlineRow(Base):
    """期限: one running clock on a lead or a letter."""

    __tablename__ = "deadlines"
    __table_args__ = (sa.Index(None, "state", "due_at"),)

    id: Mapped[int] = row_id()
    key: Mapped[str] = mapped_column(sa.String(120), unique=True)
    """kind, subject and start: the same event starts one clock."""
    kind: Mapped[str] = mapped_column(sa.String(40))
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notices.id"), index=True)
    started_at: Mapped[datetime]
    """The event that starts the term, e.g. the statement's arrival."""
    due_at: Mapped[datetime]
    """The end of the last day in office time, or the exact moment of a term in hours."""
    remind_on: Mapped[date]
    """The first day of reminders."""
    provisional: Mapped[bool] = mapped_column(default=False)
    """暂定: the holiday plan of a year on the way is not published yet."""
    state: Mapped[DeadlineState] = mapped_column(
        enumeration(DeadlineState, length=10), default=DeadlineState.RUNNING
    )
    note: Mapped[str | None]
    started_by: Mapped[str] = mapped_column(sa.String(100))
    closed_by: Mapped[str | None] = mapped_column(sa.String(100))
    closed_at: Mapped[datetime | None]


class RecheckOutcome(StrEnum):
    """How a look after a letter ended (复查结果)."""

    REMOVED = "removed"
    MISSING = "missing"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    BLOCKED = "blocked"


class RecheckRow(Base):
    """复查: one look at a listing some days after its letter was sent."""

    __tablename__ = "rechecks"
    __table_args__ = (
        sa.UniqueConstraint("notice_id", "lead_id", "step"),
        # Without the looks that ended: what is due is read from it, however many letters went.
        sa.Index(
            "ix_rechecks_open",
            "due_at",
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = row_id()
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notices.id", ondelete="CASCADE"))
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    step: Mapped[int]
    """Days after sending."""
    due_at: Mapped[datetime]
    outcome: Mapped[RecheckOutcome | None] = mapped_column(
        enumeration(RecheckOutcome, name="outcome")
    )
    """None = not looked at yet."""
    detail: Mapped[RecheckDetail] = mapped_column(
        RecordColumn(RecheckDetail), default=RecheckDetail
    )
    done_at: Mapped[datetime | None]
    planned_at: Mapped[datetime] = mapped_column(default=now)
