"""Which articles of the letters are unverified, and which drafts a turn of the law touches (法律变动)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import Kind, find_kind, kinds
from alerts.letters.model.right_basis import kinds_of_right, possible_provisions
from storage.base.vocabulary import NoticeState
from storage.law.confirmations import load_law_book
from storage.law.law_book import Change, LawBook
from storage.law.provision import ArticleState
from storage.tables import NoticeRow, RightRow

AHEAD = timedelta(days=60)
"""How long before a turn of the law the office is warned: chosen by hand, two months of letters."""


def unverified_for_letters(
    book: LawBook, day: date
) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Provisions known from memory only, with the kinds of letters that cannot do without them, and
    those that letters leave out until then."""
    needed: dict[str, list[str]] = {}
    left_out: dict[str, list[str]] = {}
    for kind in kinds().values():
        needs = (*kind.law, *possible_provisions(kind))
        for names, table in ((needs, needed), (kind.law_if_verified, left_out)):
            for name in names:
                if book.article(name, day).state is ArticleState.MEMORY:
                    table.setdefault(name, []).append(kind.slug)
    return (
        {name: tuple(slugs) for name, slugs in needed.items()},
        {name: tuple(slugs) for name, slugs in left_out.items()},
    )


def changes_soon(book: LawBook, day: date) -> tuple[Change, ...]:
    """The provisions whose article changes within the next two months."""
    return book.changes(day, day + AHEAD)


@dataclass(frozen=True)
class TouchedDraft:
    """A draft that prints a provision that changes."""

    number: int
    kind: Kind

    def __str__(self) -> str:
        return f"{self.number} {self.kind.name}"


def drafts_by_change(
    session: Session, changes: Sequence[Change]
) -> tuple[tuple[TouchedDraft, ...], ...]:
    """For each change the drafts of the kinds that print its provision; one statement for all."""
    query = (
        sa.select(NoticeRow.id, NoticeRow.kind, RightRow.kind.label("right"))
        .outerjoin(RightRow, RightRow.id == NoticeRow.right_id)
        .where(NoticeRow.state == NoticeState.DRAFT)
        .order_by(NoticeRow.id)
    )
    rows = session.execute(query).all() if changes else ()
    return tuple(
        tuple(
            TouchedDraft(row.id, find_kind(row.kind))
            for row in rows
            if _prints(row.kind, row.right, change.provision)
        )
        for change in changes
    )


@cache
def _prints(slug: str, right: str | None, provision: str) -> bool:
    """Whether a letter of this kind, on this kind of right, prints the provision."""
    kind = find_kind(slug)
    return provision in (*kind.law, *kind.law_if_verified) or (
        right is not None and right in kinds_of_right(kind, provision)
    )


def drafts_before_turn(session: Session, day: date) -> frozenset[int]:
    """The drafts that print an article that changes within the next two months."""
    changes = changes_soon(load_law_book(session), day)
    by_change = drafts_by_change(session, changes)
    return frozenset(draft.number for drafts in by_change for draft in drafts)
