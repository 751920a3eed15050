"""Webhooks: who is told of new leads, and what waits to be told."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.message import Message
from storage.base.vocabulary import WebhookState
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import MessageColumn


class WebhookRow(Base):
    """One program of another system that wants to know; without a row nothing is told."""

    __tablename__ = "webhooks"

    id: Mapped[int] = row_id()
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    url: Mapped[str]
    secret: Mapped[str]
    """What its messages are signed with, sealed."""
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class WebhookMessageRow(Base):
    """One message to one webhook, its bytes fixed in the transaction that opened the lead."""

    __tablename__ = "webhook_messages"
    __table_args__ = (
        sa.UniqueConstraint("webhook_id", "key"),
        sa.Index(None, "state", "not_before"),
    )

    id: Mapped[int] = row_id()
    webhook_id: Mapped[int] = mapped_column(sa.ForeignKey("webhooks.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(100))
    """What makes the event one; also the message's id for the receiver."""
    event: Mapped[str] = mapped_column(sa.String(40))
    body: Mapped[bytes]
    state: Mapped[WebhookState] = mapped_column(
        enumeration(WebhookState), default=WebhookState.QUEUED
    )
    tries: Mapped[int] = mapped_column(default=0)
    last_reply: Mapped[Message | None] = mapped_column(MessageColumn)
    not_before: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
