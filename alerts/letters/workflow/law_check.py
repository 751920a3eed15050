"""Which articles of the letters are unverified, and which drafts a turn of the law touches (法律变动)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import find_kind, kinds
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


def drafts_touched(session: Session, changes: Collection[Change]) -> tuple[int, ...]:
    """The numbers of drafts of the kinds that print a provision that changes; one statement for all."""
    names = {change.provision for change in changes}
    slugs = [
        kind.slug
        for kind in kinds().values()
        if not names.isdisjoint((*kind.law, *kind.law_if_verified))
    ]
    by_right = [
        sa.and_(NoticeRow.kind == kind.slug, RightRow.kind == right)
        for kind in kinds().values()
        for name in names
        for right in kinds_of_right(kind, name)
    ]
    query = (
        sa.select(NoticeRow.id)
        .outerjoin(RightRow, RightRow.id == NoticeRow.right_id)
        .where(NoticeRow.state == NoticeState.DRAFT)
        .where(sa.or_(NoticeRow.kind.in_(slugs), *by_right))
        .order_by(NoticeRow.id)
    )
    return tuple(session.scalars(query))


def draft_names(session: Session, change: Change) -> tuple[str, ...]:
    """The drafts as `3 平台处置函`."""
    numbers = drafts_touched(session, [change])
    query = sa.select(NoticeRow.id, NoticeRow.kind).where(NoticeRow.id.in_(numbers))
    return tuple(f"{row.id} {find_kind(row.kind).name}" for row in session.execute(query))


def drafts_before_turn(session: Session, day: date) -> frozenset[int]:
    """The drafts that print an article that changes within the next two months."""
    changes = changes_soon(load_law_book(session), day)
    return frozenset(drafts_touched(session, changes))
