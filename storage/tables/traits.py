"""What shops that hide from one another still share: their pictures and their contacts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.picture_reading import PictureContent, PictureReadingState
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordColumn


class PictureHashRow(Base):
    """One picture of a listing as a perceptual hash (感知哈希): near hashes look alike."""

    __tablename__ = "picture_hashes"
    __table_args__ = (sa.UniqueConstraint("listing_id", "phash"),)

    id: Mapped[int] = row_id()
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    url: Mapped[str]
    phash: Mapped[str] = mapped_column(sa.String(16))
    """64 bits, hex."""
    small: Mapped[bytes | None]
    """The small copy by which it is compared, WebP; absent where only the hash is known."""
    seen_at: Mapped[datetime] = mapped_column(default=now)


class PictureLikenessRow(Base):
    """A picture and an earlier one that it is the same as (相同图片); one that is like none before it is
    like itself. Pictures that are like one same picture are the same."""

    __tablename__ = "picture_likeness"

    picture_id: Mapped[int] = mapped_column(
        sa.ForeignKey("picture_hashes.id", ondelete="CASCADE"), primary_key=True
    )
    like_id: Mapped[int] = mapped_column(
        sa.ForeignKey("picture_hashes.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    likelihood: Mapped[float]
    """0..1."""


class PictureKeyRow(Base):
    """A key under which a picture that is like none before it is looked up."""

    __tablename__ = "picture_keys"

    key: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    """26 bits: two bands of a hash of the picture or of a part of it."""
    picture_id: Mapped[int] = mapped_column(
        sa.ForeignKey("picture_hashes.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class PictureFileRow(Base):
    """A picture of a listing whose bytes are kept, by their SHA-256 (商品图片原件)."""

    __tablename__ = "picture_files"
    __table_args__ = (
        sa.UniqueConstraint("listing_id", "sha256"),
        sa.Index(None, "sha256"),
    )

    id: Mapped[int] = row_id()
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    url: Mapped[str]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    seen_at: Mapped[datetime] = mapped_column(default=now)


class PictureReadingRow(Base):
    """What was read in one picture (图片文字识别), once for the same bytes wherever they stand."""

    __tablename__ = "picture_readings"
    __table_args__ = (sa.Index(None, "logo_book", "state"),)

    id: Mapped[int] = row_id()
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    state: Mapped[PictureReadingState] = mapped_column(enumeration(PictureReadingState, length=10))
    content: Mapped[PictureContent] = mapped_column("lines", RecordColumn(PictureContent))
    reader: Mapped[str] = mapped_column(sa.String(80))
    read_at: Mapped[datetime] = mapped_column(default=now)
    logo_book: Mapped[str | None] = mapped_column(sa.String(16))
    """Digest of the registered pictures (注册图样) that were looked for in it."""
    logos_at: Mapped[datetime | None]
    """When the logos became what they are, where that was after `read_at`."""


class ShopContactRow(Base):
    """A contact (联系方式) that a shop showed, as a keyed hash: the number itself is not kept."""

    __tablename__ = "shop_contacts"
    __table_args__ = (sa.UniqueConstraint("shop_id", "contact"),)

    id: Mapped[int] = row_id()
    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id", ondelete="CASCADE"))
    contact: Mapped[str] = mapped_column(sa.String(64), index=True)
    """HMAC-SHA-256 under the office's contact key, hex."""
    seen_at: Mapped[datetime] = mapped_column(default=now)
