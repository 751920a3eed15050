"""What shops that hide from one another still share: their pictures and their contacts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, now, row_id


class PictureHashRow(Base):
    """One picture of a listing as a perceptual hash (感知哈希): near hashes look alike."""

    __tablename__ = "picture_hashes"
    __table_args__ = (sa.UniqueConstraint("listing_id", "phash"),)

    id: Mapped[int] = row_id()
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    url: Mapped[str]
    phash: Mapped[str] = mapped_column(sa.String(16))
    """64 bits, hex."""
    seen_at: Mapped[datetime] = mapped_column(default=now)


class ShopContactRow(Base):
    """A contact (联系方式) that a shop showed, as a keyed hash: the number itself is not kept."""

    __tablename__ = "shop_contacts"
    __table_args__ = (sa.UniqueConstraint("shop_id", "contact"),)

    id: Mapped[int] = row_id()
    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id", ondelete="CASCADE"))
    contact: Mapped[str] = mapped_column(sa.String(64), index=True)
    """HMAC-SHA-256 under the office's contact key, hex."""
    seen_at: Mapped[datetime] = mapped_column(default=now)
