"""Pages of the letters (文书) with the number of leads on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import NoticeLeadRow, NoticeRow


@dataclass(frozen=True, kw_only=True)
class LetterLine:
    """One letter as a list shows it."""

    id: int
    kind: str
    track: str
    state: str
    number: str | None
    right_id: str | None
    platform: str | None
    drafted_by: str
    approved_by: str | None
    created_at: datetime
    leads: int


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """One page of the letters, and how many there are."""

    letters: Sequence[LetterLine]
    total: int


def letter_page(session: Session, state: str, track: str, *, offset: int, limit: int) -> LetterPage:
    """Letters, newest first, each with the number of its leads."""
    conditions = [NoticeRow.state == state] if state else []
    conditions += [NoticeRow.track == track] if track else []
    leads = (
        sa.select(sa.func.count())
        .where(NoticeLeadRow.notice_id == NoticeRow.id)
        .scalar_subquery()
        .label("leads")
    )
    names = [name for name in LetterLine.__dataclass_fields__ if name != "leads"]
    rows = session.execute(
        sa.select(*[getattr(NoticeRow, name) for name in names], leads)
        .where(*conditions)
        .order_by(NoticeRow.id.desc())
        .offset(offset)
        .limit(limit)
    )
    total = session.scalar(sa.select(sa.func.count()).select_from(NoticeRow).where(*conditions))
    return LetterPage(letters=[LetterLine(**row._mapping) for row in rows], total=total or 0)
