"""核查队列: which leads stand in a view, in which order, and which comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.office_time import day_bounds, midnight
from storage.base.vocabulary import UNDO, LeadState
from storage.counts.dimensions import ALL, STOCK
from storage.counts.stock import COUNTED, stock_of
from storage.leads.rank import DRAWN
from storage.tables import (
    AnswerRow,
    DecisionRow,
    LeadRow,
    MergeRow,
)
from storage.views.queue.order import BY_RANK, DEFAULT_ORDER, LeadOrder, beyond, in_order
from storage.views.queue.ordered_page import (
    Column,
    as_it_is,
    read_in_order,
    reads_fewer_rows,
    without_index,
)
from storage.views.queue.queue_line import QueueLine, select_lines
from storage.views.queue.search import search_condition
from storage.views.teamwork.assignment_list import assigned_leads

NOWHERE = "none"
"""The region filter for sellers whose place the page does not show."""


@dataclass(frozen=True, kw_only=True)
class LeadFilter:
    """What a view of the leads keeps; None and empty keep everything."""

    states: tuple[LeadState, ...] = ()
    right: str | None = None
    platform: str | None = None
    level: str | None = None
    disguise: str | None = None
    """A key of storage.base.disguises.DISGUISE_NAMES."""
    next_step: str | None = None
    """A word of storage.records.NextStep."""
    region: str | None = None
    """GB/T 2260, two, four or six digits: what lies in it counts too. NOWHERE: no place shown."""
    tier: int | None = None
    """保护等级 of the right's holder."""
    shop_id: int | None = None
    picture: str | None = None
    """Leads whose main pictures look alike share this hash."""
    officer: str | None = None
    """Claimed or decided last by this officer."""
    assigned: str | None = None
    """A view of the assignments that are not over (交办), as `viewer` sees it: a key of
    storage.views.teamwork.assignment_list.ASSIGNMENT_VIEWS."""
    viewer: str | None = None
    relisted: bool = False
    campaign: str | None = None
    answered: bool = False
    """The holder answered, and no officer has taken the answer over yet."""
    words: str | None = None
    """Each stands on the lead: number, title, mark, holder, shop or address."""
    decided_on: date | None = None
    """Given a verdict on this day of the office; one that was taken back counts too."""
    since: date | None = None
    """Opened on or after this day of the office."""
    until: date | None = None
    """Opened on or before this day."""
    samples: bool = True
    """With the non-leads drawn by chance (抽样) that no officer decided yet."""
    order: LeadOrder = DEFAULT_ORDER
    """How the view is sorted."""


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """One page of a view, and how many leads the whole view holds."""

    lines: tuple[QueueLine, ...]
    total: int


def find_leads(session: Session, filters: LeadFilter, *, offset: int, limit: int) -> QueuePage:
    """The leads of a view: the red ones first and those worth most before others, or as it is sorted."""
    total = count_leads(session, filters)
    ids = _page(session, filters, total, offset=offset, limit=limit)
    rows = session.execute(
        select_lines().where(LeadRow.id.in_(ids)).order_by(*in_order(filters.order))
    )
    return QueuePage(lines=tuple(QueueLine(**row._mapping) for row in rows), total=total)


def _page(
    session: Session, filters: LeadFilter, total: int, *, offset: int, limit: int
) -> Sequence[int] | sa.Select[int]:
    """The leads of one page of a view that holds `total`, or the query of them."""
    asked = min(limit, total - offset)
    if asked <= 0:
        return []
    if not _is_looked_up(filters) and reads_fewer_rows(
        filters.order, offset + asked, view=total, office=count_leads(session, LeadFilter())
    ):
        # One state is a part of the queue's index, which stands in the order of the ranks.
        is_part = len(filters.states) == 1 and filters.order.column == BY_RANK

        def narrow(query: sa.Select[Any], column: Column) -> sa.Select[Any]:
            def name(place: Any) -> Any:
                return place if is_part and place is LeadRow.state else column(place)

            return query.where(*_conditions(filters, name))

        ids = read_in_order(session, filters.order, narrow, offset=offset, limit=limit)
        if isinstance(ids, sa.Select) or len(ids) >= asked:
            return ids
    return _matching(filters).order_by(*in_order(filters.order)).offset(offset).limit(limit)


def _is_looked_up(filters: LeadFilter) -> bool:
    """Whether a view's leads are looked up in another table, which tells them all at once."""
    return bool(filters.assigned or filters.answered or filters.decided_on)


def each_lead(session: Session, filters: LeadFilter) -> Iterator[QueueLine]:
    """Every lead of a view, read in batches."""
    query = select_lines().where(*_conditions(filters)).order_by(*in_order(filters.order))
    for row in session.execute(query.execution_options(yield_per=1000)):
        yield QueueLine(**row._mapping)


def count_leads(session: Session, filters: LeadFilter) -> int:
    """How many leads a view holds."""
    if (total := _total(session, filters)) is not None:
        return total
    # The words are looked for in the index of titles, whatever the state.
    column = without_index if filters.words else as_it_is
    query = sa.select(LeadRow.id).where(*_conditions(in_states(filters), column))
    counted = query.with_only_columns(sa.func.count(), maintain_column_froms=True)
    return session.scalar(counted) or 0


_COUNTED_BY = tuple(name for name in STOCK if name != ALL)
"""Filters that the kept counts know."""


def _total(session: Session, filters: LeadFilter) -> int | None:
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
    stock = stock_of(session, name)
    if filters.region == NOWHERE:
        keys = [""]
    elif filters.region is not None:
        keys = [code for code in stock if code.startswith(filters.region)]
    states = filters.states or COUNTED
    return sum(stock.get(key, {}).get(state, 0) for key in keys for state in states)


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


def narrowed(query: sa.Select[Any], filters: LeadFilter) -> sa.Select[Any]:
    """A query over leads, cut down to those of a view."""
    return query.where(*_conditions(filters))


def _conditions(filters: LeadFilter, column: Column = as_it_is) -> list[sa.ColumnElement[bool]]:
    """The conditions of a view; `column` says how they name a lead's columns."""
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.states:
        conditions.append(column(LeadRow.state).in_(filters.states))
    else:
        # By number, which every index holds: by state the rows themselves would be read.
        conditions.append(LeadRow.id.not_in(_MERGED))
    equal: tuple[tuple[Any, object], ...] = (
        (LeadRow.right_id, filters.right),
        (LeadRow.level, filters.level),
        (LeadRow.platform, filters.platform),
        (LeadRow.disguise, filters.disguise),
        (LeadRow.next_step, filters.next_step),
        (LeadRow.tier, filters.tier),
        (LeadRow.shop_id, filters.shop_id),
        (LeadRow.picture, filters.picture),
        (LeadRow.claimed_by, filters.officer),
        (LeadRow.campaign, filters.campaign),
    )
    conditions += [column(place) == value for place, value in equal if value is not None]
    if filters.region == NOWHERE:
        conditions.append(column(LeadRow.region).is_(None))
    elif filters.region:
        conditions.append(column(LeadRow.region).startswith(filters.region, autoescape=True))
    if filters.assigned:
        conditions.append(LeadRow.id.in_(assigned_leads(filters.assigned, filters.viewer or "")))
    if filters.relisted:
        conditions.append(column(LeadRow.relisted) == sa.true())
    if filters.words:
        conditions.append(search_condition(filters.words))
    if filters.answered:
        waiting = sa.select(AnswerRow.lead_id).where(AnswerRow.accepted_by.is_(None))
        conditions.append(LeadRow.id.in_(waiting))
    if filters.decided_on:
        conditions.append(LeadRow.id.in_(_decided_on(filters.decided_on)))
    if filters.since:
        conditions.append(column(LeadRow.opened_at) >= midnight(filters.since))
    if filters.until:
        conditions.append(column(LeadRow.opened_at) < midnight(filters.until + timedelta(days=1)))
    if not filters.samples:
        conditions.append(
            sa.or_(
                LeadRow.probe.is_(None),
                LeadRow.probe != DRAWN,
                LeadRow.state != LeadState.PENDING,
            )
        )
    return conditions


def in_states(filters: LeadFilter) -> LeadFilter:
    """The same view; where it asks for no state, by all states that count: so the queue's index is enough to go
    through all of it."""
    return filters if filters.states else replace(filters, states=COUNTED)


_MERGED = sa.select(MergeRow.lead_id).where(MergeRow.undone_at.is_(None))
"""Duplicates that point to another lead: a view that asks for no state counts each matter once."""


def _decided_on(day: date) -> sa.Select[int]:
    start, end = day_bounds(day)
    return sa.select(DecisionRow.lead_id).where(
        DecisionRow.verdict != UNDO,
        DecisionRow.decided_at >= start,
        DecisionRow.decided_at < end,
    )
