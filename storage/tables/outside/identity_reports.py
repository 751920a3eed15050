"""合规数据报送: what platforms report of the sellers on them, import by import."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, now, row_id


class IdentityImportRow(Base):
    """One file of one platform; undone, its rows count no more."""

    __tablename__ = "identity_imports"

    id: Mapped[int] = row_id()
    platform: Mapped[str] = mapped_column(sa.String(255))
    """Host of the platform, as its shops have it."""
    period: Mapped[str] = mapped_column(sa.String(40))
    """What the platform reports on: 2026年上半年."""
    file: Mapped[str] = mapped_column(sa.String(200))
    actor: Mapped[str] = mapped_column(sa.String(100))
    at: Mapped[datetime] = mapped_column(default=now)
    undone_by: Mapped[str | None] = mapped_column(sa.String(100))
    undone_at: Mapped[datetime | None]


class ReportedIdentityRow(Base):
    """One seller as the platform reports him. Neither telephones nor identity numbers are kept."""

    __tablename__ = "reported_identities"
    __table_args__ = (
        sa.Index(None, "platform", "shop_key"),
        sa.Index(None, "credit_code"),
        sa.Index(None, "import_id"),
    )

    id: Mapped[int] = row_id()
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("identity_imports.id"))
    row: Mapped[int]
    """Row of the file, counted from 1."""
    platform: Mapped[str] = mapped_column(sa.String(255))
    shop: Mapped[str] = mapped_column(sa.String(300))
    shop_key: Mapped[str] = mapped_column(sa.String(300))
    """The shop's name in the one spelling by which it is joined."""
    url: Mapped[str | None]
    name: Mapped[str] = mapped_column(sa.String(300))
    """经营者名称."""
    credit_code: Mapped[str | None] = mapped_column(sa.String(18))
    """统一社会信用代码 as reported, right or wrong."""
    address: Mapped[str | None] = mapped_column(sa.String(500))
