"""待确认的更改: what one administrator of 三员分立 proposed and another confirms."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, now, row_id


class PendingChangeRow(Base):
    __tablename__ = "pending_changes"

    id: Mapped[int] = row_id()
    act: Mapped[str] = mapped_column(sa.String(20))
    """A value of `storage.people.proposed_changes.ChangeAct`."""
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    """The account that it is about; of tokens and webhooks None."""
    token_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tokens.id", ondelete="CASCADE"))
    webhook_id: Mapped[int | None] = mapped_column(sa.ForeignKey("webhooks.id", ondelete="CASCADE"))
    role: Mapped[str | None] = mapped_column(sa.String(20))
    """The role that the account is to have."""
    password_hash: Mapped[str | None]
    """Of the password that the account is to have."""
    proposed_by: Mapped[str] = mapped_column(sa.String(100))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
