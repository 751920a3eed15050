"""仿冒网站: sites whose names are like a holder's own or a mark, and how their pages compare."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, enumeration, now, row_id
from storage.tables.columns import TextsColumn


class LookalikeState(StrEnum):
    """状态 of a look-alike site."""

    NEW = "new"
    """Only its name is known."""
    SILENT = "silent"
    """No page answered."""
    UNLIKE = "unlike"
    """A page answered that is not like the holder's and names no mark."""
    LEAD = "lead"
    """A page answered that is like it: the lead of the kind "site"."""
    ASKED = "asked"
    """The holder was asked."""
    DISMISSED = "dismissed"


class LookalikeSiteRow(Base):
    """One host. Like a lead on a shop it is no lead on a listing: no letter can be drafted on it."""

    __tablename__ = "lookalike_sites"

    id: Mapped[int] = row_id()
    host: Mapped[str] = mapped_column(sa.String(253), unique=True)
    """ASCII."""
    manner: Mapped[str] = mapped_column(sa.String(20))
    """In which manner its name is like the genuine one: classifiers.sites.likeness."""
    genuine: Mapped[str] = mapped_column(sa.String(300))
    """The holder's site or the mark."""
    own_site: Mapped[str | None] = mapped_column(sa.String(253))
    """The holder's site that its page is compared with."""
    holder_id: Mapped[str | None] = mapped_column(sa.ForeignKey("holders.id"), index=True)
    right_id: Mapped[str | None] = mapped_column(sa.ForeignKey("rights.id"), index=True)
    source: Mapped[str] = mapped_column(sa.String(300))
    """The file in which it stood, or `dns`."""
    state: Mapped[LookalikeState] = mapped_column(
        enumeration(LookalikeState), default=LookalikeState.NEW, index=True
    )
    evidence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("evidence.id"))
    """The capture of its page."""
    title: Mapped[str] = mapped_column(default="")
    text_likeness: Mapped[float | None]
    """Share of its text that stands on the holder's page too, 0..1."""
    picture_likeness: Mapped[float | None]
    """How likely its picture is the holder's page's, 0..1."""
    grounds: Mapped[tuple[str, ...]] = mapped_column(TextsColumn, default=())
    """In Chinese."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    visited_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(sa.String(100))
    decided_at: Mapped[datetime | None]
