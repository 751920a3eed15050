"""A group of leads on one page (成组核查): the open leads of a shop or with one picture, as cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import without_index
from storage.base.vocabulary import IN_QUEUE, OPEN, LeadState
from storage.records.assessment import Signal
from storage.tables import AssessmentRow, LeadRow
from storage.views.best_leads import best_leads
from storage.views.lead_queue import find_leads
from storage.views.queue.lead_filter import LeadFilter, narrowed
from storage.views.queue.queue_line import QueueLine
from storage.views.queue.typed_words import row_number
from storage.views.queue_groups import Grouping, narrowed_groups

CARDS_OF_A_PAGE = 48
"""Leads on one page; chosen by hand: six columns of eight."""
LEAST = 2
"""Leads that make a group."""
_LEADS_AT_ONCE, _MOST_AT_ONCE = 50, 1_000
"""Leads that are gone through at once for the next group, at first and at most; chosen by hand."""
REVIEWED = tuple(state for state in OPEN if state is not LeadState.SNOOZED)
"""States of the leads that a group offers: what was postponed stays so."""

Place = tuple[float, str]
"""Where a group stands among the others: the rank of its first lead, and its key."""


@dataclass(frozen=True, kw_only=True)
class LeadCard:
    """One lead of a group with what tells it apart."""

    line: QueueLine
    quotes: Sequence[str]
    """The words of the listing in which a mark was read."""
    ground: str
    """The strongest ground for an infringement, in Chinese."""
    contrary: str
    """The strongest ground against it; empty where there is none."""
    signals: Sequence[Signal]
    """Strongest first."""


@dataclass(frozen=True, kw_only=True)
class LeadCards:
    """One page of a group."""

    cards: Sequence[LeadCard]
    total: int
    """Leads of the whole group."""
    place: float
    """Rank of its first lead."""


def group_filter(filters: LeadFilter) -> LeadFilter:
    """A view of the queue, cut down to leads that wait for a verdict. With those that nobody works on
    go those that somebody does: the officer's own lead is one of its group."""
    view_states = {*filters.states, *(IN_QUEUE if LeadState.PENDING in filters.states else ())}
    states = tuple(state for state in REVIEWED if state in view_states)
    return replace(filters, states=states or REVIEWED)


def read_cards(session: Session, filters: LeadFilter, *, skip: int) -> LeadCards:
    """The leads of one group in the order of the queue, the first `skip` left out."""
    filters = group_filter(filters)
    page = find_leads(session, filters, offset=skip, limit=CARDS_OF_A_PAGE, counts_all=True)
    signals = _signals(session, [line.id for line in page.lines])
    place = session.scalar(narrowed(sa.select(sa.func.min(LeadRow.rank)), filters))
    cards = [_card(line, signals.get(line.id, ())) for line in page.lines]
    return LeadCards(cards=cards, total=page.total, place=place or 0.0)


def next_group(
    session: Session, filters: LeadFilter, by: Grouping, *, after: Place | None = None
) -> str | None:
    """Key of the first group of at least two open leads behind a place; without one, of all.

    A group stands where its best lead does: the leads are gone through from that place on, some at a time.
    """
    column: Any = LeadRow.shop_id if by is Grouping.SHOP else LeadRow.picture
    view = replace(group_filter(filters), shop_id=None, picture=None)
    has_key = without_index(column).is_not(None)
    begin = None if after is None else after[0]
    tried: set[Any] = set()
    most = _LEADS_AT_ONCE
    while True:
        from_here = () if begin is None else (LeadRow.rank >= begin,)
        leads = best_leads(session, view, has_key, *from_here, most=most)
        rows = session.execute(sa.select(leads.c[column.key], leads.c.rank)).all()
        is_end = len(rows) < most
        last = max((row.rank for row in rows), default=0.0)
        # Of the last rank there may be more: of groups that are worth the same the smaller key comes first.
        keys = {row[0] for row in rows if is_end or row.rank < last}
        key = _first_group(session, view, column, keys - tried, after)
        if key is not None or is_end:
            return None if key is None else str(key)
        tried |= keys
        begin = last
        most = min(2 * most, _MOST_AT_ONCE) if keys else 2 * most


def _first_group(
    session: Session, view: LeadFilter, column: Any, keys: Collection[Any], after: Place | None
) -> Any:
    """The first of these groups that stands behind a place and has leads enough."""
    best = sa.func.min(LeadRow.rank)
    query = (
        narrowed_groups(session, sa.select(column), view)
        .where(column.in_(keys))
        .group_by(column)
        .having(sa.func.count() >= LEAST)
        .order_by(best, column)
        .limit(1)
    )
    if after is not None:
        rank = after[0]
        # What is no number of a shop counts as 0, after which all shops come.
        key = (row_number(after[1]) or 0) if column is LeadRow.shop_id else after[1]
        query = query.having((best > rank) | ((best == rank) & (column > key)))
    return session.scalar(query) if keys else None


def count_group(session: Session, *, shop_id: int | None = None, picture: str | None = None) -> int:
    """How many leads of a shop, or with a picture, wait for a verdict; 0 without either."""
    if shop_id is None and picture is None:
        return 0
    filters = LeadFilter(states=REVIEWED, shop_id=shop_id, picture=picture)
    query = narrowed(sa.select(sa.func.count()).select_from(LeadRow), filters)
    return session.scalar(query) or 0


def _signals(session: Session, lead_ids: Collection[int]) -> Mapping[int, Sequence[Signal]]:
    rows = session.execute(
        sa.select(LeadRow.id, AssessmentRow.signals)
        .join(AssessmentRow, AssessmentRow.id == LeadRow.assessment_id)
        .where(LeadRow.id.in_(lead_ids))
    )
    return {row.id: row.signals for row in rows}


def _card(line: QueueLine, signals: Sequence[Signal]) -> LeadCard:
    ranked = sorted(signals, key=lambda signal: -abs(signal.weight))
    quotes = [signal.text for signal in ranked if signal.kind == "mark" and signal.text]
    return LeadCard(
        line=line,
        quotes=tuple(dict.fromkeys(quotes)),
        ground=next((signal.explanation for signal in ranked if signal.weight > 0), ""),
        contrary=next((signal.explanation for signal in ranked if signal.weight < 0), ""),
        signals=ranked,
    )
