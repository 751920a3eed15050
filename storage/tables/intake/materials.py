"""提交材料: a picture, recording or text that a person handed in; no capture of this program."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.attachment import Attachment
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordColumn


class MaterialOrigin(StrEnum):
    """The way by which a material came (来源)."""

    PHONE = "phone"
    """手机上传."""
    TIP = "tip"
    """群众线索填报页."""
    PASTE = "paste"
    """线索导入."""


class MaterialRow(Base):
    """One file, hashed on arrival; never changed afterwards but for what it belongs to."""

    __tablename__ = "materials"

    id: Mapped[int] = row_id()
    origin: Mapped[MaterialOrigin] = mapped_column(enumeration(MaterialOrigin, name="origin"))
    lead_id: Mapped[int | None] = mapped_column(sa.ForeignKey("leads.id"), index=True)
    tip_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tips.id"), index=True)
    listing_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("listings.id", ondelete="SET NULL"), index=True
    )
    """Of a pasted picture: the listing that was entered from it."""
    upload_link_id: Mapped[int | None] = mapped_column(sa.ForeignKey("upload_links.id"))
    file: Mapped[Attachment] = mapped_column(RecordColumn(Attachment))
    """Its content lies among the attachments under its hash."""
    officer: Mapped[str | None] = mapped_column(sa.String(100))
    """Who pasted it, or made the telephone's link; None for the public form."""
    received_at: Mapped[datetime] = mapped_column(default=now)
    """By this machine's clock."""
