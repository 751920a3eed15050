"""购样: samples bought of a shop, from the order to the holder's opinion."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.attachment import Attachment
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordsColumn


class Identification(StrEnum):
    """鉴别: what the right holder says of a sample that was bought."""

    NOT_GENUINE = "not_genuine"
    GENUINE = "genuine"
    UNDETERMINED = "undetermined"


IDENTIFICATION_NAMES = {
    Identification.NOT_GENUINE: "非权利人生产或者许可生产",
    Identification.GENUINE: "权利人生产或者许可生产",
    Identification.UNDETERMINED: "无法鉴别",
}
"""As a letter cites it: the holder's opinion, no finding of the office."""


class TestPurchaseRow(Base):
    """One sample (样品) of one order; pictures are hashed when they arrive."""

    __test__ = False
    """No test of pytest."""
    __tablename__ = "test_purchases"

    id: Mapped[int] = row_id()
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    sample_no: Mapped[str] = mapped_column(sa.String(80), unique=True)
    order_no: Mapped[str] = mapped_column(sa.String(80))
    shop: Mapped[str]
    amount: Mapped[str] = mapped_column(sa.String(20))
    """Decimal: what was paid, in yuan."""
    bought_on: Mapped[date]
    parcel_no: Mapped[str | None] = mapped_column(sa.String(80))
    opened_at: Mapped[datetime | None]
    """When the parcel was opened."""
    pictures: Mapped[tuple[Attachment, ...]] = mapped_column(RecordsColumn(Attachment), default=())
    """Of the opening (开箱)."""
    identification: Mapped[Identification | None] = mapped_column(
        enumeration(Identification, name="identification")
    )
    identified_on: Mapped[date | None]
    identified_by: Mapped[str | None]
    """Who identified it for the right holder."""
    opinion: Mapped[str | None]
    opinion_files: Mapped[tuple[Attachment, ...]] = mapped_column(
        RecordsColumn(Attachment), default=()
    )
    recorded_by: Mapped[str] = mapped_column(sa.String(100))
    recorded_at: Mapped[datetime] = mapped_column(default=now)
