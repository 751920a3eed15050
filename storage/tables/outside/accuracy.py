"""准确性年度报告 as they were published."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.outside.accuracy import AccuracyFigures
from storage.tables.base import Base, now
from storage.tables.columns import RecordColumn


class AccuracyReportRow(Base):
    """The report of one year, public from its publication on; its figures change no more."""

    __tablename__ = "accuracy_reports"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    figures: Mapped[AccuracyFigures] = mapped_column(RecordColumn(AccuracyFigures))
    published_by: Mapped[str] = mapped_column(sa.String(100))
    published_at: Mapped[datetime] = mapped_column(default=now)
