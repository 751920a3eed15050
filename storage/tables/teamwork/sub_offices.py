"""下级机构: the sub-offices to which leads are assigned."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, now, row_id


class SubOfficeRow(Base):
    """One sub-office, mostly that of a banner or county (旗县区)."""

    __tablename__ = "sub_offices"

    id: Mapped[int] = row_id()
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    region: Mapped[str | None] = mapped_column(sa.String(6))
    """GB/T 2260 of its district; leads of sellers there are offered to it first."""
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
