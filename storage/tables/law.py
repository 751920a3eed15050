"""法条核对: what the office confirmed of the law's words."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, now


class LawConfirmationRow(Base):
    """One provision in one version, compared with a source by the office's legal staff."""

    __tablename__ = "law_confirmations"

    provision: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    in_force: Mapped[date] = mapped_column(primary_key=True)
    """Day in force of the version that was compared."""
    article: Mapped[int]
    text: Mapped[str | None]
    """The whole article as the office typed it in; None: the published text at hand is right."""
    text_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    """Hash of the published text that was confirmed; another text asks for a new confirmation."""
    source: Mapped[str]
    """What it was compared with."""
    confirmed_by: Mapped[str] = mapped_column(sa.String(100))
    confirmed_at: Mapped[datetime] = mapped_column(default=now)
