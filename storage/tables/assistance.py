"""配合调查: what platforms did after a notice, and visits to the addresses that shops publish."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.attachment import Attachment
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordsColumn, TextsColumn


class ReplyKind(StrEnum):
    """What a platform did."""

    INFORMATION = "information"
    MEASURE = "measure"
    NONE = "none"
    """The term is over and nothing came."""


REPLY_NAMES = {
    ReplyKind.INFORMATION: "提供信息",
    ReplyKind.MEASURE: "采取措施",
    ReplyKind.NONE: "未反馈",
}


class MarkState(StrEnum):
    """标示: whether shop and goods are marked as having a false address (幽灵网店)."""

    REQUESTED = "requested"
    VISIBLE = "visible"
    MISSING = "missing"


class PlatformReplyRow(Base):
    """平台反馈: one thing that a platform did after a 配合调查通知, or that it did nothing."""

    __tablename__ = "platform_replies"

    id: Mapped[int] = row_id()
    notice_id: Mapped[int] = mapped_column(
        sa.ForeignKey("notices.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[ReplyKind] = mapped_column(enumeration(ReplyKind, name="kind"))
    replied_on: Mapped[date]
    note: Mapped[str | None]
    files: Mapped[tuple[Attachment, ...]] = mapped_column(RecordsColumn(Attachment), default=())
    recorded_by: Mapped[str] = mapped_column(sa.String(100))
    recorded_at: Mapped[datetime] = mapped_column(default=now)


class ShopVisitRow(Base):
    """现场核查: one visit to the address that a shop publishes, and the mark asked for after it."""

    __tablename__ = "shop_visits"

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    visited_at: Mapped[datetime]
    address: Mapped[str]
    """As the shop publishes it."""
    officers: Mapped[tuple[str, ...]] = mapped_column(TextsColumn)
    """Two persons at least (行政处罚法, provision administrative-penalty.two-officers)."""
    finding: Mapped[str]
    address_false: Mapped[bool]
    photos: Mapped[tuple[Attachment, ...]] = mapped_column(RecordsColumn(Attachment), default=())
    mark: Mapped[MarkState | None] = mapped_column(enumeration(MarkState, name="mark"))
    mark_requested_at: Mapped[datetime | None]
    mark_checked_at: Mapped[datetime | None]
    mark_note: Mapped[str | None]
    recorded_by: Mapped[str] = mapped_column(sa.String(100))
    recorded_at: Mapped[datetime] = mapped_column(default=now)
