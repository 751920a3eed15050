"""发件箱."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.message import Message
from storage.base.vocabulary import MailState
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import MessageColumn


class OutboxRow(Base):
    """发件箱: one mail to one recipient, its bytes fixed in the transaction that decided."""

    __tablename__ = "outbox"
    __table_args__ = (sa.Index(None, "state", "not_before"), sa.Index(None, "state", "id"))

    id: Mapped[int] = row_id()
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    """What makes the message one: a second decision of the same kind adds no second mail."""
    kind: Mapped[str] = mapped_column(sa.String(40))
    """alert, correction, digest, reminder, warning, letter."""
    message_id: Mapped[str] = mapped_column(sa.String(200), unique=True)
    sender: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[bytes]
    """The whole RFC 5322 message, lines ending in CRLF."""
    state: Mapped[MailState] = mapped_column(enumeration(MailState), default=MailState.QUEUED)
    recalled: Mapped[bool] = mapped_column(default=False)
    """Taken back while it was under way: if the relay has not taken it, it is not tried again."""
    perhaps_arrived: Mapped[bool] = mapped_column(default=False)
    """Its text once went and the relay's answer was lost: whatever comes later, the recipient may have it."""
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    merged_into: Mapped[int | None] = mapped_column(sa.ForeignKey("outbox.id"), index=True)
    """The mail that carries what this one would have said."""
    notice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notices.id"), index=True)
    owner: Mapped[str | None] = mapped_column(sa.String(120))
    """machine:pid:start of the process that is sending it."""
    leased_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_reply: Mapped[Message | None] = mapped_column(MessageColumn)
    """The relay's last words on it, or what broke off."""
    not_before: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
