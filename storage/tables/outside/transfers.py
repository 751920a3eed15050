"""线索移交: packages that other offices handed over, the leads opened from them, and receipts of both directions."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.attachment import Attachment
from storage.records.outside.check import Check
from storage.records.outside.transfer import TransferAnswer, TransferDescription
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordColumn, RecordsColumn


class TransferRow(Base):
    """One letter of another office with its package, as it was received, until its time is over."""

    __tablename__ = "transfers"
    __table_args__ = (sa.UniqueConstraint("sender", "letter_number"),)

    id: Mapped[int] = row_id()
    office: Mapped[str] = mapped_column(sa.String(300))
    """Who hands over."""
    sender: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 fingerprint of the sender's anchor."""
    letter_number: Mapped[str] = mapped_column(sa.String(200))
    letter_sha256: Mapped[str] = mapped_column(sa.String(64))
    package: Mapped[Attachment] = mapped_column(RecordColumn(Attachment))
    """The package as it came, among the attachments under its hash: foreign evidence, no capture of ours."""
    description: Mapped[TransferDescription] = mapped_column(RecordColumn(TransferDescription))
    checks: Mapped[tuple[Check, ...]] = mapped_column(RecordsColumn(Check))
    """What was checked when it was received."""
    received_by: Mapped[str] = mapped_column(sa.String(100))
    received_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]
    """When the package and what it says of persons went because its time was over (storage.transfers.retention)."""


class TransferLeadRow(Base):
    """One lead of a package: ours that was opened from it, or none yet."""

    __tablename__ = "transfer_leads"
    __table_args__ = (sa.Index(None, "lead_id"),)

    transfer_id: Mapped[int] = mapped_column(
        sa.ForeignKey("transfers.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """In the description, from 0."""
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("leads.id"))
    """None while no right of this office is chosen for it."""
    placed_by: Mapped[str | None] = mapped_column(sa.String(100))
    placed_at: Mapped[datetime | None]


class TransferReceiptRow(Base):
    """回执: one that this office gave (`transfer_id`), or one that it got for its letter (`notice_id`)."""

    __tablename__ = "transfer_receipts"
    __table_args__ = (sa.Index(None, "transfer_id"), sa.Index(None, "notice_id"))

    id: Mapped[int] = row_id()
    transfer_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("transfers.id", ondelete="CASCADE")
    )
    notice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notices.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(sa.String(200))
    """回执编号, of the office that gives it."""
    office: Mapped[str] = mapped_column(sa.String(300))
    officer: Mapped[str] = mapped_column(sa.String(100))
    """Full name of who gave it."""
    answer: Mapped[TransferAnswer] = mapped_column(enumeration(TransferAnswer, name="answer"))
    words: Mapped[str]
    given_at: Mapped[datetime]
    content: Mapped[str]
    """The signed file."""
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """Of the file: the same one twice is kept once."""
    kept_by: Mapped[str] = mapped_column(sa.String(100))
    kept_at: Mapped[datetime] = mapped_column(default=now)
