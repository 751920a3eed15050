"""申诉: what sellers state against a verdict on their listings, and what the office answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import LeadState
from storage.records.attachment import Attachment
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordsColumn


class AppealState(StrEnum):
    """申诉状态."""

    RECEIVED = "received"
    ADMITTED = "admitted"
    """受理: an officer examines it."""
    PROPOSED = "proposed"
    """待复核: a result that a second person confirms or returns."""
    UPHELD = "upheld"
    REJECTED = "rejected"
    DECLINED = "declined"
    """不予受理: it comes from somebody else, or states nothing that can be examined."""
    WITHDRAWN = "withdrawn"
    """撤回 by the seller."""


class AppealRow(Base):
    """One appeal of one seller on leads of his shop."""

    __tablename__ = "appeals"
    __table_args__ = (
        sa.Index(None, "state", "due_at"),
        sa.Index(None, "source", "created_at"),
        sa.Index(None, "notice_id"),
    )

    id: Mapped[int] = row_id()
    number: Mapped[str] = mapped_column(sa.String(40), unique=True)
    """申诉编号, by which the seller and the office name it."""
    notice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notices.id"))
    """The letter that it is against; None where no letter was sent."""
    shop: Mapped[str] = mapped_column(sa.String(300))
    reason: Mapped[str] = mapped_column(sa.String(30))
    """Code of `storage.appeals.reasons`."""
    statement: Mapped[str]
    name: Mapped[str] = mapped_column(sa.String(100))
    """Who states it: the operator's name (经营者名称)."""
    contact: Mapped[str] = mapped_column(sa.String(200))
    mail: Mapped[str | None] = mapped_column(sa.String(254))
    """Where the result is mailed to; only what the seller chose to leave."""
    papers: Mapped[tuple[Attachment, ...]] = mapped_column(RecordsColumn(Attachment))
    source: Mapped[str] = mapped_column(sa.String(64))
    """Keyed hash of the sender's address: limits abuse without keeping the address."""
    state: Mapped[AppealState] = mapped_column(
        enumeration(AppealState), default=AppealState.RECEIVED
    )
    due_at: Mapped[datetime]
    deadline_id: Mapped[int | None]
    """The running term that reminds the officers."""
    admitted_by: Mapped[str | None] = mapped_column(sa.String(100))
    admitted_at: Mapped[datetime | None]
    proposal: Mapped[AppealState | None] = mapped_column(enumeration(AppealState, name="proposal"))
    """Result that the first person proposes: upheld or rejected."""
    proposed_by: Mapped[str | None] = mapped_column(sa.String(100))
    proposed_at: Mapped[datetime | None]
    ground: Mapped[str | None] = mapped_column(sa.String(30))
    """Code of the reason that the office accepts; None where the appeal is not upheld."""
    answer: Mapped[str | None]
    """Why, as the seller reads it."""
    returned_because: Mapped[str | None]
    """Why the second person returned the proposal last."""
    decided_by: Mapped[str | None] = mapped_column(sa.String(100))
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class AppealLeadRow(Base):
    """One lead of an appeal."""

    __tablename__ = "appeal_leads"
    __table_args__ = (sa.Index(None, "lead_id"),)

    appeal_id: Mapped[int] = mapped_column(sa.ForeignKey("appeals.id"), primary_key=True)
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"), primary_key=True)
    from_state: Mapped[LeadState | None] = mapped_column(enumeration(LeadState, name="from_state"))
    """State that the admission moved it from to 已声明不侵权; None where it moved nothing."""
