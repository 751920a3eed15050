"""成组核查: one verdict on many leads."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import Verdict
from storage.tables.base import Base, enumeration, now, row_id


class VerdictBatchRow(Base):
    """One verdict that an officer gave on a group of leads; its decisions name it."""

    __tablename__ = "verdict_batches"

    id: Mapped[int] = row_id()
    verdict: Mapped[Verdict] = mapped_column(enumeration(Verdict, name="verdict"))
    reason: Mapped[str] = mapped_column(sa.String(40))
    note: Mapped[str | None]
    officer: Mapped[str] = mapped_column(sa.String(100))
    decided_at: Mapped[datetime] = mapped_column(default=now)
