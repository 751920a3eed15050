"""核查队列: which leads stand in a view, in which order, and which comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import without_index
from storage.counts.dimensions import ALL, STOCK
from storage.counts.stock import COUNTED, KeptStock
from storage.tables import LeadRow
from storage.views.queue.lead_filter import NOWHERE, LeadFilter, in_states, narrowed
from storage.views.queue.narrow_view import MOST_COUNTED, read_narrow_view
from storage.views.queue.order import BY_RANK, DEFAULT_ORDER, beyond, in_order
from storage.views.queue.ordered_page import (
    as_it_is,
    order_column,
    read_in_order,
    reads_fewer_rows,
)
from storage.views.queue.queue_line import QueueLine, select_lines


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """One page of a view, and how many leads the whole view holds."""

    lines: tuple[QueueLine, ...]
    total: int
    """Leads of the view; where it `is_more`, those up to which it was counted."""
    is_more: bool = False
    """Whether the view holds more leads than were counted."""


def find_leads(
    session: Session, filters: LeadFilter, *, offset: int, limit: int, counts_all: bool = False
) -> QueuePage:
    """The leads of a view: the red ones first and those worth most before others, or as it is sorted.

    A large view that no kept count knows is counted to its end only with `counts_all`.
    """
    stock = KeptStock(session)
    total = _total(stock, filters)
    # Nothing but its states narrows what a kept count knows further than its facet does.
    may_walk = total is not None and ranked_facet(filters) is not None
    is_more = False
    ids: Sequence[int] | sa.Select[int] | None = None
    if total is None and counts_all:
        total = _count_all(session, filters)
    elif total is None:
        narrow = read_narrow_view(
            session, _matching_anywhere(filters), filters.order, offset=offset, limit=limit
        )
        total, ids = narrow.count, narrow.ids
        if not narrow.is_whole:
            total, is_more, ids = MOST_COUNTED, True, None
    if ids is None:
        end = min(offset + limit, total)
        may_walk = (
            may_walk or is_more or reads_fewer_rows(end, view=total, office=_leads_of_office(stock))
        )
        ids = _page(session, filters, total, may_walk=may_walk, offset=offset, limit=limit)
    rows = session.execute(
        select_lines().where(LeadRow.id.in_(ids)).order_by(*in_order(filters.order))
    )
    lines = tuple(QueueLine(**row._mapping) for row in rows)
    return QueuePage(lines=lines, total=total, is_more=is_more)


def _leads_of_office(stock: KeptStock) -> int:
    """How many leads the office has."""
    return sum(stock.of(ALL, "").get("", {}).values())


def _page(
    session: Session, filters: LeadFilter, total: int, *, may_walk: bool, offset: int, limit: int
) -> Sequence[int] | sa.Select[int]:
    """The leads of one page of a view that holds `total`, or the query of them; `may_walk` reads them in the order of
    an index."""
    asked = min(limit, total - offset)
    if asked <= 0:
        return []
    if may_walk and not _is_looked_up(filters):
        ids = read_in_order(
            session, filters.order, lambda query, column: narrowed(query, filters, column),
            by_index=_index_column(filters), offset=offset, limit=limit,
        )  # fmt: skip
        if isinstance(ids, sa.Select) or len(ids) >= asked:
            return ids
    return _matching(filters).order_by(*in_order(filters.order)).offset(offset).limit(limit)


def ranked_facet(filters: LeadFilter) -> Any:
    """The column of a filter whose index holds its leads in the order of their ranks; None where there is none, or
    another order is asked."""
    if filters.order.column != BY_RANK:
        return None
    values = (
        # The level first: ranks follow it, so that the leads of one may all stand behind those of another.
        (LeadRow.level, filters.level),
        (LeadRow.right_id, filters.right),
        (LeadRow.platform, filters.platform),
        (LeadRow.campaign, filters.campaign),
        (LeadRow.disguise, filters.disguise),
        (LeadRow.next_step, filters.next_step),
    )
    return next((column for column, value in values if value is not None), None)


def _index_column(filters: LeadFilter) -> Any:
    """The column of which a page is read by its index, in the order of the view."""
    if filters.order.column != BY_RANK:
        return order_column(filters.order)
    facet = ranked_facet(filters)
    # One state is a part of the queue's index, which stands in the order of the ranks.
    return LeadRow.state if facet is None and len(filters.states) == 1 else facet


def _is_looked_up(filters: LeadFilter) -> bool:
    """Whether a view's leads are looked up in another table, which tells them all at once."""
    return bool(filters.assigned or filters.answered or filters.decided_on)


def each_lead(session: Session, filters: LeadFilter) -> Iterator[QueueLine]:
    """Every lead of a view, read in batches."""
    query = narrowed(select_lines(), filters).order_by(*in_order(filters.order))
    for row in session.execute(query.execution_options(yield_per=1000)):
        yield QueueLine(**row._mapping)


def count_leads(session: Session, filters: LeadFilter) -> int:
    """How many leads a view holds."""
    total = _total(KeptStock(session), filters)
    return _count_all(session, filters) if total is None else total


def _count_all(session: Session, filters: LeadFilter) -> int:
    """The leads of a view that no kept count knows, gone through."""
    counted = _matching_anywhere(filters).with_only_columns(
        sa.func.count(), maintain_column_froms=True
    )
    return session.scalar(counted) or 0


def _matching_anywhere(filters: LeadFilter) -> sa.Select[int]:
    """The leads of a view, by whichever index finds them; words are looked for in that of the titles, whatever the
    state, where nothing else leaves but few leads."""
    is_narrow = filters.relisted or filters.officer or filters.shop_id or filters.picture
    column = without_index if filters.words and not is_narrow else as_it_is
    return narrowed(sa.select(LeadRow.id), in_states(filters), column)


_COUNTED_BY = tuple(name for name in STOCK if name != ALL)
"""Filters that the kept counts know."""


def _total(stock: KeptStock, filters: LeadFilter) -> int | None:
    """A view's leads by the kept counts; None where it is narrowed by two of their dimensions or something else."""
    unasked: dict[str, Any] = dict.fromkeys(_COUNTED_BY)
    unknown = replace(filters, order=DEFAULT_ORDER, states=(), viewer=None, **unasked)
    names = [name for name in _COUNTED_BY if getattr(filters, name) is not None]
    if unknown != LeadFilter() or len(names) > 1:
        return None
    name = names[0] if names else ALL
    asked = str(getattr(filters, name)) if names else ""
    # The empty key is that of leads which have none, and only NOWHERE asks for those.
    keys = [asked] if asked or not names else []
    if filters.region == NOWHERE:
        keys = [""]
    counts = stock.of(name) if name == "region" else stock.of(name, *keys)
    if filters.region is not None and filters.region != NOWHERE:
        keys = [code for code in counts if code.startswith(filters.region)]
    states = filters.states or COUNTED
    return sum(counts.get(key, {}).get(state, 0) for key in keys for state in states)


def next_lead(
    session: Session, filters: LeadFilter, *, after: tuple[float, int] | None = None
) -> int | None:
    """The first lead of a view behind a place (rank, id) in it; without one, the very first."""
    query = _matching(filters)
    if after is not None:
        query = query.where(beyond(session, filters.order, after))
    return session.scalar(query.order_by(*in_order(filters.order)).limit(1))


def previous_lead(
    session: Session, filters: LeadFilter, *, before: tuple[float, int]
) -> int | None:
    """The lead of a view that stands right before a place (rank, id) in it."""
    query = _matching(filters).where(beyond(session, filters.order, before, backwards=True))
    return session.scalar(query.order_by(*in_order(filters.order, backwards=True)).limit(1))


def _matching(filters: LeadFilter) -> sa.Select[int]:
    return narrowed(sa.select(LeadRow.id), filters)
