"""发件箱."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, now, row_id


class OutboxRow(Base):
    """发件箱: one mail to one recipient, its bytes rendered in the transaction that decided to send."""

    __tablename__ = "outbox"
    __table_args__ = (sa.Index(None, "state", "not_before"),)

    id: Mapped[int] = row_id()
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    """What makes the message one: a second decision of the same kind adds no second mail."""
    kind: Mapped[str] = mapped_column(sa.String(40))
    """alert, digest, correction, letter."""
    message_id: Mapped[str] = mapped_column(sa.String(200), unique=True)
    sender: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[bytes]
    """The whole RFC 5322 message."""
    state: Mapped[str] = mapped_column(sa.String(20), default="queued")
    """queued, sending, sent, failed, withdrawn, unclear."""
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("leads.id"))
    notice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notices.id"))
    tries: Mapped[int] = mapped_column(default=0)
    last_reply: Mapped[str | None]
    not_before: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
