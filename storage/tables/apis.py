"""官方开放接口: the office's access to each, and how often it was asked today."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.message import Message
from storage.tables.base import Base
from storage.tables.columns import MessageColumn


class ApiAccessRow(Base):
    """What the office was given by a platform, and what it has accepted for it."""

    __tablename__ = "api_access"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    sealed: Mapped[str | None]
    """The keys, sealed; None where there are none."""
    keys_at: Mapped[datetime | None]
    terms: Mapped[str | None] = mapped_column(sa.String(64))
    """Hash of the terms that were confirmed: other terms want another confirmation."""
    terms_by: Mapped[str | None] = mapped_column(sa.String(100))
    terms_at: Mapped[datetime | None]
    budget: Mapped[int | None]
    """Calls a day; None = the description's."""
    tried_at: Mapped[datetime | None]
    answer: Mapped[Message | None] = mapped_column(MessageColumn)
    """What the last trial gave."""


class ApiUsageRow(Base):
    """Calls of all runs in one day of the office."""

    __tablename__ = "api_usage"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    calls: Mapped[int] = mapped_column(default=0)
