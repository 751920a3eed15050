"""固证材料."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import EvidenceState
from storage.records.capture_facts import CaptureFacts
from storage.tables.base import Base, enumeration, row_id
from storage.tables.columns import RecordColumn


class EvidenceRow(Base):
    """固证材料: one capture of one page; its files lie under `folder`."""

    __tablename__ = "evidence"

    id: Mapped[int] = row_id()
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    listing_id: Mapped[int | None] = mapped_column(sa.ForeignKey("listings.id"))
    run_id: Mapped[int | None]
    url: Mapped[str]
    state: Mapped[EvidenceState] = mapped_column(enumeration(EvidenceState))
    folder: Mapped[str]
    """Relative to the evidence folder of the data folder."""
    package: Mapped[str | None]
    manifest_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    previous_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    facts: Mapped[CaptureFacts] = mapped_column(RecordColumn(CaptureFacts), default=CaptureFacts)
    officer: Mapped[str | None] = mapped_column(sa.String(100))
    captured_at: Mapped[datetime]


class EvidenceRenewalRow(Base):
    """证据续期: the newest archive time-stamp of a package's evidence record (RFC 4998), which lies
    beside the package."""

    __tablename__ = "evidence_renewals"

    evidence_id: Mapped[int] = mapped_column(
        sa.ForeignKey("evidence.id", ondelete="CASCADE"), primary_key=True
    )
    algorithm: Mapped[str] = mapped_column(sa.String(20))
    """Hash of its tree and imprint."""
    signature: Mapped[str] = mapped_column(sa.String(40))
    """Hash and key of the authority's signature, as `sha256 rsa-2048`."""
    certificate_ends: Mapped[datetime]
    stamped_at: Mapped[datetime]
