"""群众线索: what people told the office through the public form."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, enumeration, now, row_id


class TipState(StrEnum):
    """群众线索状态."""

    NEW = "new"
    TAKEN = "taken"
    DROPPED = "dropped"


class TipRow(Base):
    """One tip; nothing follows from it before an officer takes it over."""

    __tablename__ = "tips"
    __table_args__ = (sa.Index(None, "state"), sa.Index(None, "source", "created_at"))

    id: Mapped[int] = row_id()
    url: Mapped[str]
    words: Mapped[str]
    contact: Mapped[str | None]
    """Only what the person chose to leave."""
    state: Mapped[TipState] = mapped_column(enumeration(TipState, length=10), default=TipState.NEW)
    source: Mapped[str] = mapped_column(sa.String(64))
    """Keyed hash of the sender's address: limits abuse without keeping the address."""
    officer: Mapped[str | None] = mapped_column(sa.String(100))
    created_at: Mapped[datetime] = mapped_column(default=now)
