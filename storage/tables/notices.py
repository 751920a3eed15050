"""文书 (letters and risk warnings) and their numbers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import NoticeState
from storage.records.letter_record import LetterRecord, Track
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordColumn


class NoticeRow(Base):
    """文书: a letter or a risk warning from draft to answer."""

    __tablename__ = "notices"
    __table_args__ = (
        sa.Index(None, "state"),
        # Of those that were sent: what looks for the latest reads no draft.
        sa.Index(
            "ix_notices_sent",
            "sent_at",
            sqlite_where=sa.text("sent_at IS NOT NULL"),
            postgresql_where=sa.text("sent_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = row_id()
    kind: Mapped[str] = mapped_column(sa.String(60))
    """Slug of the letter type; risk warnings are letter types too."""
    track: Mapped[Track] = mapped_column(enumeration(Track, name="track", length=1))
    state: Mapped[NoticeState] = mapped_column(enumeration(NoticeState), default=NoticeState.DRAFT)
    right_id: Mapped[str | None] = mapped_column(sa.ForeignKey("rights.id"))
    platform: Mapped[str | None] = mapped_column(sa.String(255))
    record: Mapped[LetterRecord] = mapped_column(
        "facts", RecordColumn(LetterRecord), default=LetterRecord
    )
    """What was added, edited, reviewed, approved, sealed, answered, published."""
    number: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    """文号, allotted at approval, never reused."""
    docx_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    """Hash of the document that was approved."""
    drafted_by: Mapped[str] = mapped_column(sa.String(100))
    approved_by: Mapped[str | None] = mapped_column(sa.String(100))
    created_at: Mapped[datetime] = mapped_column(default=now)
    approved_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    lacks: Mapped[int | None]
    """Elements that the draft lacked when it was checked last (完整性检查); None = not checked yet."""
    checked_at: Mapped[datetime | None]


class NoticeLeadRow(Base):
    __tablename__ = "notice_leads"

    notice_id: Mapped[int] = mapped_column(
        sa.ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True
    )
    lead_id: Mapped[int] = mapped_column(sa.ForeignKey("leads.id"), primary_key=True, index=True)
    position: Mapped[int]


class NumberRow(Base):
    """The last number of a series in a year (发文字号)."""

    __tablename__ = "numbers"

    series: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
