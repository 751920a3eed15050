"""The leads that a word of the search box finds, looked up instead of read (少见词): what a large office needs.

A word that stands on many leads is found by reading titles until there are enough; one that stands on few would have
all titles read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import HolderRow, LeadRow, RightRow, ShopRow, TitlePairRow
from storage.views.queue.search import is_address, lead_number, search_words
from storage.views.queue.typed_words import holds, name_holds

_MOST = 5_000
"""Leads up to which a word is looked up, in each of the places where it may stand; chosen by hand: from
some 5,000 on the first page of a view is sooner read than looked up."""
_MOST_NAMES = 500
"""Shops, and rights, whose leads are looked up together; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class RareWord:
    """The rarest word of a search, as far as one is rare."""

    leads: sa.CompoundSelect[Any]
    """The numbers of the leads on which it stands, some more than once."""
    remaining_words: str
    """The other words."""


def rare_word(session: Session, text: str) -> RareWord | None:
    """The first word of a text that stands on few leads; None where every one stands on many, or its leads cannot be
    looked up: a single character, an address."""
    words = search_words(text)
    for place, word in enumerate(words):
        leads = _leads_of(session, word)
        if leads is not None:
            return RareWord(
                leads=leads, remaining_words=" ".join([*words[:place], *words[place + 1 :]])
            )
    return None


def _leads_of(session: Session, word: str) -> sa.CompoundSelect[Any] | None:
    if is_address(word):
        return None
    pair = _rare_pair(session, word)
    if pair is None:
        return None
    shops = _names(session, sa.select(ShopRow.id).where(
        sa.or_(*name_holds(ShopRow.name, ShopRow.initials, word))
    ))  # fmt: skip
    rights = _names(session, sa.select(RightRow.id).outerjoin(HolderRow).where(
        sa.or_(*name_holds(RightRow.text, RightRow.initials, word), holds(HolderRow.name, word))
    ))  # fmt: skip
    if shops is None or rights is None:
        return None
    by_name = [
        sa.select(LeadRow.id).where(column.in_(names))
        for column, names in ((LeadRow.shop_id, shops), (LeadRow.right_id, rights))
        if names
    ]
    if any(_count(session, leads) > _MOST for leads in by_name):
        return None
    in_title = (
        sa.select(LeadRow.id)
        .join(TitlePairRow, TitlePairRow.lead_id == LeadRow.id)
        .where(TitlePairRow.pair == pair, holds(LeadRow.title, word))
    )
    number = sa.select(LeadRow.id).where(LeadRow.id == lead_number(word))
    return sa.union_all(in_title, number, *by_name)


def _rare_pair(session: Session, word: str) -> str | None:
    """The two characters of a word that stand in fewest titles; None where all stand in many."""
    pairs = [
        pair.lower()
        for pair in dict.fromkeys(word[n : n + 2] for n in range(len(word) - 1))
        if pair.isascii() or pair.lower() == pair.upper()
    ]
    if not pairs:
        return None
    titles = [sa.select(TitlePairRow.lead_id).where(TitlePairRow.pair == pair) for pair in pairs]
    counts = session.execute(sa.select(*map(_counted, titles))).one()
    number, rarest = min(zip(counts, pairs, strict=True))
    return rarest if number <= _MOST else None


def _count(session: Session, leads: sa.Select[Any]) -> int:
    return session.scalar(sa.select(_counted(leads))) or 0


def _counted(leads: sa.Select[Any]) -> sa.ScalarSelect[int]:
    """How many there are, up to one more than _MOST."""
    few = leads.limit(_MOST + 1).subquery()
    return sa.select(sa.func.count()).select_from(few).scalar_subquery()


def _names(session: Session, query: sa.Select[Any]) -> Sequence[Any] | None:
    """Shops or rights; None where there are too many."""
    names = session.scalars(query.limit(_MOST_NAMES + 1)).all()
    return names if len(names) <= _MOST_NAMES else None
