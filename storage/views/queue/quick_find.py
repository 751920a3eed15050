"""What a few typed letters may mean (快速查找): a lead by its number, shops and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import NoticeState
from storage.tables import LeadRow, NoticeRow, RightRow, ShopRow
from storage.views.queue.typed_words import holds, likeness, name_holds, row_number


@dataclass(frozen=True, kw_only=True)
class NumberedLead:
    """A lead by its number."""

    id: int
    title: str
    right: str


@dataclass(frozen=True, kw_only=True)
class NamedShop:
    """A shop by its name."""

    id: int
    name: str
    platform: str


@dataclass(frozen=True, kw_only=True)
class NumberedLetter:
    """A letter by its number, its mark or its platform."""

    id: int
    kind: str
    number: str | None
    state: NoticeState
    right: str | None
    platform: str | None


def typed_number(words: str) -> int | None:
    """The number that was typed, as 12 or #12; None where it is none."""
    return row_number(words.removeprefix("#"))


def lead_by_number(session: Session, number: int) -> NumberedLead | None:
    """The lead with a number."""
    query = sa.select(LeadRow.id, LeadRow.title, RightRow.text.label("right"))
    row = session.execute(
        query.join(RightRow, RightRow.id == LeadRow.right_id).where(LeadRow.id == number)
    ).one_or_none()
    return NumberedLead(**row._mapping) if row else None


def shops_by_name(session: Session, words: str, *, limit: int) -> Sequence[NamedShop]:
    """Shops whose name holds a text, or is spelt by these pinyin initials; those that begin so first."""
    likest_first = likeness(ShopRow.name == words, ShopRow.name, ShopRow.initials, words)
    rows = session.execute(
        sa.select(ShopRow.id, ShopRow.name, ShopRow.platform)
        .where(sa.or_(*name_holds(ShopRow.name, ShopRow.initials, words)))
        .order_by(likest_first, ShopRow.id)
        .limit(limit)
    )
    return [NamedShop(**row._mapping) for row in rows]


def letters_by_words(session: Session, words: str, *, limit: int) -> Sequence[NumberedLetter]:
    """Letters of this number, or whose number, mark or platform holds a text; the newest first."""
    number = typed_number(words)
    matching = [
        holds(NoticeRow.number, words),
        holds(NoticeRow.platform, words),
        *name_holds(RightRow.text, RightRow.initials, words),
    ]
    if number is not None:
        matching.append(NoticeRow.id == number)
    rows = session.execute(
        sa.select(
            NoticeRow.id, NoticeRow.kind, NoticeRow.number, NoticeRow.state,
            RightRow.text.label("right"), NoticeRow.platform,
        )
        .outerjoin(RightRow, RightRow.id == NoticeRow.right_id)
        .where(sa.or_(*matching))
        .order_by(sa.case((NoticeRow.id == (number or 0), 0), else_=1), NoticeRow.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [NumberedLetter(**row._mapping) for row in rows]
