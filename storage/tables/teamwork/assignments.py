"""交办."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, enumeration, now, row_id


class AssignmentState(StrEnum):
    """交办状态."""

    RUNNING = "running"
    REPORTED = "reported"
    """已反馈: its assigner closes it or sends it back."""
    CLOSED = "closed"
    RETURNED = "returned"
    """退回 by the assignee: not hers to do."""
    WITHDRAWN = "withdrawn"
    """撤回 by the assigner."""


class AssignmentRow(Base):
    """One lead given to a colleague or to a sub-office; at most one of a lead runs or is reported."""

    __tablename__ = "assignments"
    __table_args__ = (
        sa.Index(None, "lead_id"),
        sa.Index(None, "state", "due_on"),
        sa.Index(None, "assigned_at"),
    )

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"))
    assignee: Mapped[str | None] = mapped_column(sa.String(100))
    """Login of the colleague; None where a sub-office is meant."""
    sub_office_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sub_offices.id"))
    due_on: Mapped[date | None]
    """期限: the last day of the office on which the feedback is in time."""
    note: Mapped[str | None]
    state: Mapped[AssignmentState] = mapped_column(
        enumeration(AssignmentState), default=AssignmentState.RUNNING
    )
    assigned_by: Mapped[str] = mapped_column(sa.String(100))
    assigned_at: Mapped[datetime] = mapped_column(default=now)
    feedback: Mapped[str | None]
    reported_by: Mapped[str | None] = mapped_column(sa.String(100))
    reported_at: Mapped[datetime | None]
    decision_id: Mapped[int | None]
    """The verdict that reported it by itself; taken back, the assignment runs again."""
    reason: Mapped[str | None]
    """Why it was returned, sent back or withdrawn last."""
    ended_by: Mapped[str | None] = mapped_column(sa.String(100))
    ended_at: Mapped[datetime | None]
