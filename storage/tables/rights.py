"""权利人, 权利, 许可."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.right import Right, RightHolder, RightKind
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordColumn, TextsColumn, initials_default


class HolderRow(Base):
    __tablename__ = "holders"

    id: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    tier: Mapped[int] = mapped_column(default=3)
    record: Mapped[RightHolder] = mapped_column(RecordColumn(RightHolder))
    """As imported."""
    updated_at: Mapped[datetime] = mapped_column(default=now)


class RightRow(Base):
    __tablename__ = "rights"

    id: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    text: Mapped[str]
    initials: Mapped[str] = mapped_column(sa.String(240), default=initials_default("text"))
    """拼音首字母 of the mark: storage.base.pinyin."""
    kind: Mapped[RightKind] = mapped_column(enumeration(RightKind, name="kind", length=40))
    holder_id: Mapped[str | None] = mapped_column(sa.ForeignKey("holders.id"))
    record: Mapped[Right] = mapped_column(RecordColumn(Right))
    """As imported, licences left out."""
    active: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(default=1)
    """Counts up when the right or its licences change: the past is then scored again."""
    updated_at: Mapped[datetime] = mapped_column(default=now)


class LicenceRow(Base):
    """许可: one enterprise that may use one right."""

    __tablename__ = "licences"
    __table_args__ = (sa.Index(None, "right_id"),)

    id: Mapped[int] = row_id()
    right_id: Mapped[str] = mapped_column(sa.ForeignKey("rights.id", ondelete="CASCADE"))
    shop: Mapped[str]
    platform: Mapped[str | None]
    goods: Mapped[tuple[str, ...]] = mapped_column(TextsColumn)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="import")


class LicensedPriceRow(Base):
    """What licensed sellers ask for one unit of one kind of a right's goods (许可店铺价格)."""

    __tablename__ = "licensed_prices"
    __table_args__ = (sa.UniqueConstraint("right_id", "goods", "unit"),)

    id: Mapped[int] = row_id()
    right_id: Mapped[str] = mapped_column(sa.ForeignKey("rights.id", ondelete="CASCADE"))
    goods: Mapped[str] = mapped_column(sa.String(200))
    unit: Mapped[str] = mapped_column(sa.String(10))
    median: Mapped[str] = mapped_column(sa.String(30))
    """Decimal, of the currency that the listings show."""
    listings: Mapped[int]
    measured_at: Mapped[datetime] = mapped_column(default=now)


class RightFileKind(StrEnum):
    """What a file of a right is."""

    IMAGE = "image"
    """注册图样."""
    CERTIFICATE = "certificate"
    IDENTITY = "identity"
    """权利人身份证明."""
    LICENCE = "licence"
    EVALUATION = "evaluation"
    """专利权评价报告."""


class RightFileRow(Base):
    """注册图样 or 证书 of a right; its content lies among the attachments."""

    __tablename__ = "right_files"
    __table_args__ = (sa.UniqueConstraint("right_id", "sha256"),)

    id: Mapped[int] = row_id()
    right_id: Mapped[str] = mapped_column(sa.ForeignKey("rights.id", ondelete="CASCADE"))
    kind: Mapped[RightFileKind] = mapped_column(enumeration(RightFileKind, name="kind"))
    name: Mapped[str]
    type: Mapped[str] = mapped_column(sa.String(40))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    added_by: Mapped[str] = mapped_column(sa.String(100))
    added_at: Mapped[datetime] = mapped_column(default=now)


class RightImportRow(Base):
    """导入: what one file changed of rights and holders, so that it can be undone as a whole."""

    __tablename__ = "right_imports"

    id: Mapped[int] = row_id()
    file: Mapped[str]
    actor: Mapped[str] = mapped_column(sa.String(100))
    at: Mapped[datetime] = mapped_column(default=now)
    before: Mapped[dict[str, Any]]
    """What it changed, as a rights file holds it, before the import; new entries are not in it."""
    after: Mapped[dict[str, Any]]
    """All that it changed or entered."""
    resting: Mapped[tuple[str, ...] | None] = mapped_column(TextsColumn)
    """Rights among what it changed that were not watched before; None of an import from before this was filed."""
    undone_by: Mapped[str | None] = mapped_column(sa.String(100))
    undone_at: Mapped[datetime | None]
