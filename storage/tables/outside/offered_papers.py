"""权利人提交的材料: certificates that a holder hands in through its page, before an administrator took them over."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.attachment import Attachment
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordColumn
from storage.tables.rights import RightFileKind


class OfferedPaperRow(Base):
    """One file for one right; nothing follows from it before somebody of the office took it over."""

    __tablename__ = "offered_papers"
    __table_args__ = (sa.Index(None, "right_id"), sa.Index(None, "holder_link_id"))

    id: Mapped[int] = row_id()
    holder_link_id: Mapped[int] = mapped_column(sa.ForeignKey("holder_links.id"))
    """The link through which it came."""
    right_id: Mapped[str] = mapped_column(sa.ForeignKey("rights.id", ondelete="CASCADE"))
    kind: Mapped[RightFileKind] = mapped_column(enumeration(RightFileKind, name="kind"))
    file: Mapped[Attachment] = mapped_column(RecordColumn(Attachment))
    name: Mapped[str] = mapped_column(sa.String(100))
    """Who handed it in for the holder."""
    offered_at: Mapped[datetime] = mapped_column(default=now)
    accepted: Mapped[bool | None]
    """None while it waits."""
    decided_by: Mapped[str | None] = mapped_column(sa.String(100))
    decided_at: Mapped[datetime | None]
