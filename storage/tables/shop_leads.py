"""店铺线索: what a shop as a whole says against a right, beside the leads on its listings."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.records.element import NextStep
from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import TextsColumn


class ShopLeadKind(StrEnum):
    """What a lead on a shop says (店铺线索)."""

    IMITATION = "imitation"
    """仿冒店铺名: its name is like a genuine shop's or the mark."""
    KEYWORD = "keyword"
    """关键词占用: its goods are listed under a mark that they do not bear."""


class ShopLeadState(StrEnum):
    """状态 of a lead on a shop."""

    OPEN = "open"
    ASKED = "asked"
    """The holder was asked, or the platform for its records of advertising."""
    DISMISSED = "dismissed"


class ShopLeadRow(Base):
    """One kind × one shop × one right, of searches also × one word.

    It is no lead on a listing: no letter can be drafted on it, and it is in no queue or figure of those.
    """

    __tablename__ = "shop_leads"
    __table_args__ = (sa.UniqueConstraint("kind", "shop_id", "right_id", "word"),)

    id: Mapped[int] = row_id()
    kind: Mapped[ShopLeadKind] = mapped_column(enumeration(ShopLeadKind, name="kind", length=20))
    shop_id: Mapped[int] = mapped_column(sa.ForeignKey("shops.id"), index=True)
    right_id: Mapped[str] = mapped_column(sa.ForeignKey("rights.id"), index=True)
    word: Mapped[str] = mapped_column(sa.String(200), default="")
    """What was searched for; empty for a name."""
    likeness: Mapped[str] = mapped_column(sa.String(20), default="")
    """Of a name: same, changed, added; empty for a search."""
    genuine: Mapped[str] = mapped_column(sa.String(300), default="")
    """The licensed shop or the mark that the name is like; empty for a search."""
    grounds: Mapped[tuple[str, ...]] = mapped_column(TextsColumn)
    """In Chinese, the most telling first; article numbers as `[[provision]]`."""
    goods: Mapped[int] = mapped_column(default=0)
    """Listings of the shop that sell the right's goods; for a search those on its first page."""
    listing_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("listings.id", ondelete="SET NULL")
    )
    """The most telling one."""
    next_step: Mapped[NextStep] = mapped_column(enumeration(NextStep, name="next_step"))
    """Never letter."""
    run_id: Mapped[int | None]
    """This and the next two name the page of results: crawl, address, moment."""
    page_url: Mapped[str | None]
    captured_at: Mapped[datetime | None]
    state: Mapped[ShopLeadState] = mapped_column(
        enumeration(ShopLeadState), default=ShopLeadState.OPEN
    )
    opened_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[str | None] = mapped_column(sa.String(100))
    decided_at: Mapped[datetime | None]
