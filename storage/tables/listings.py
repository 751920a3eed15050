"""店铺, 商品信息 and its versions by content hash."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base.vocabulary import ListingKind, Presence
from storage.records import Listing, Operator
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import RecordColumn, initials_default


class ShopRow(Base):
    """店铺: one seller's shown name on one platform."""

    __tablename__ = "shops"
    __table_args__ = (sa.UniqueConstraint("platform", "name"),)

    id: Mapped[int] = row_id()
    platform: Mapped[str] = mapped_column(sa.String(255))
    name: Mapped[str] = mapped_column(sa.String(300), index=True)
    initials: Mapped[str] = mapped_column(sa.String(240), default=initials_default("name"))
    """拼音首字母 of the name: storage.base.pinyin."""
    url: Mapped[str | None]
    operator: Mapped[Operator | None] = mapped_column(RecordColumn(Operator))
    first_seen_at: Mapped[datetime] = mapped_column(default=now)


class ListingRow(Base):
    """One offer under one key, however many URLs show it; points at its current version."""

    __tablename__ = "listings"
    # A page that is gone is looked for by its address, which may be longer than a B-tree entry.
    __table_args__ = (sa.Index(None, "url", postgresql_using="hash"),)

    id: Mapped[int] = row_id()
    key: Mapped[str] = mapped_column(sa.String(600), unique=True)
    url: Mapped[str]
    platform: Mapped[str] = mapped_column(sa.String(255), index=True)
    shop_id: Mapped[int | None] = mapped_column(sa.ForeignKey("shops.id"), index=True)
    title: Mapped[str]
    kind: Mapped[ListingKind] = mapped_column(
        enumeration(ListingKind, name="kind", length=10), default=ListingKind.LISTING
    )
    content_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    version_id: Mapped[int | None] = mapped_column(index=True)
    presence: Mapped[Presence] = mapped_column(
        enumeration(Presence, name="presence", length=10), default=Presence.PRESENT
    )
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(index=True)
    """The run that saw it last."""


class ListingVersionRow(Base):
    """What a listing said while its content hash stayed the same; never changed afterwards."""

    __tablename__ = "listing_versions"
    __table_args__ = (
        sa.UniqueConstraint("listing_id", "content_hash"),
        # Without the versions that others followed: what waits is read from it, however long the past.
        sa.Index(
            "ix_listing_versions_waiting",
            "assessed_with",
            "id",
            sqlite_where=sa.text("current = 1"),
            postgresql_where=sa.text("current"),
        ),
        sa.Index(
            "ix_listing_versions_unpictured",
            "id",
            sqlite_where=sa.text("pictured_at IS NULL"),
            postgresql_where=sa.text("pictured_at IS NULL"),
        ),
    )

    id: Mapped[int] = row_id()
    listing_id: Mapped[int] = mapped_column(sa.ForeignKey("listings.id", ondelete="CASCADE"))
    content_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    record: Mapped[Listing] = mapped_column(RecordColumn(Listing))
    run_id: Mapped[int | None] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    current: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    """Whether the listing shows it now, as `ListingRow.version_id` says."""
    assessed_with: Mapped[str | None] = mapped_column(sa.String(80))
    """Hash of rights and model it was last scored with; None = never."""
    pictured_at: Mapped[datetime | None]
    """When somebody looked whether its pictures are worth a fetch; None = never."""
