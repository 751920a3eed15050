"""手机上传链接: a link that a telephone uses once, for one lead or for one new tip."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, now, row_id


class UploadLinkRow(Base):
    """One link; the officer's screen shows it as a QR code."""

    __tablename__ = "upload_links"

    id: Mapped[int] = row_id()
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    """None where a new tip is to be made of what comes."""
    tip_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tips.id"))
    """The tip that was made of it."""
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of the secret; the secret itself is shown once."""
    made_by: Mapped[str] = mapped_column(sa.String(100))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    """When materials came through it; then it is over."""
