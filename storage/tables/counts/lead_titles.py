"""The titles of leads by the characters that stand beside one another in them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class TitlePairRow(Base):
    """Two characters that stand beside one another in a lead's title, ASCII letters small.

    Words of two characters are the commonest in Chinese, too short for an index of three (SQLite's trigram tokenizer,
    https://www.sqlite.org/fts5.html#the_trigram_tokenizer, and pg_trgm). Written by the triggers of storage.counts.
    """

    __tablename__ = "title_pairs"
    __table_args__ = ({"sqlite_with_rowid": False},)

    pair: Mapped[str] = mapped_column(sa.String(4), primary_key=True)
    lead_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
