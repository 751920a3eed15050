"""操作留痕."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class AuditRow(Base):
    """操作留痕: one act; each row holds the hash of the one before it."""

    __tablename__ = "audit"
    __table_args__ = (sa.Index(None, "subject"), sa.Index(None, "act", "at"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, 3 … without a gap."""
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(sa.String(100))
    act: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[str] = mapped_column(sa.String(120))
    """lead:12, notice:3, user:li …"""
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)


class AuditHeadRow(Base):
    """The newest entry, noted a second time: rows cut off the end of the chain are missed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Always 1."""
    number: Mapped[int]
    """Id of the newest entry."""
    hash: Mapped[str] = mapped_column(sa.String(64))
