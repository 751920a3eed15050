"""评论 on a lead, and whom they mention."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, now, row_id


class CommentRow(Base):
    """What a colleague wrote on a lead; append-only."""

    __tablename__ = "comments"
    __table_args__ = (sa.Index(None, "lead_id"),)

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"))
    author: Mapped[str] = mapped_column(sa.String(100))
    text: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)


class MentionRow(Base):
    """提到: a colleague named in a comment by @."""

    __tablename__ = "mentions"
    __table_args__ = (
        sa.UniqueConstraint("comment_id", "user_name"),
        sa.Index(None, "user_name", "read_at"),
    )

    id: Mapped[int] = row_id()
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id", ondelete="CASCADE"))
    user_name: Mapped[str] = mapped_column(sa.String(100))
    read_at: Mapped[datetime | None]
