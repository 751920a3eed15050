"""One page of a view, read in the order of an index until it is full (按序读取): what a large office needs.

To sort a view all its leads are read; to read leads in order those that do not belong to it are passed over.
Which of the two reads fewer rows follows from how many leads the view and the office have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import without_index
from storage.leads.rank import LEVEL_VALUE
from storage.tables import LeadRow, RightRow, ShopRow
from storage.views.queue.distinct_values import distinct_values
from storage.views.queue.order import BY_RANK, LeadOrder, in_order

Column = Callable[[Any], Any]
"""How a condition names a column of a lead."""


def as_it_is(column: Any) -> Any:
    return column


def read_by(session: Session, by_index: Any) -> Column:
    """How conditions name columns so that SQLite goes by the index of one of them and no other; PostgreSQL's planner
    weighs them itself."""
    if session.get_bind().dialect.name != "sqlite":
        return as_it_is
    return lambda column: column if column is by_index else without_index(column)


_IN_ORDER: Mapping[str, Any] = {
    BY_RANK: None,
    "id": None,
    "opened": None,
    "title": None,
    "score": None,
    "price": LeadRow.price,
    "shop": LeadRow.shop_id,
}
"""Orders that an index has, each with the column that must hold a value for it."""
_BY_VALUES: Mapping[str, Any] = {
    "level": LeadRow.level,
    "step": LeadRow.next_step,
    "disguise": LeadRow.disguise,
    "platform": LeadRow.platform,
    "state": LeadRow.state,
    "mark": LeadRow.right_id,
}
"""Orders by a column of few values: each has an index that holds a value's leads in the order of their ranks."""
_NAMES, _PARTS = 100, 20
"""Names of shops that are looked at together, and how often before the view is sorted after all: chosen by hand,
some 10 ms where hardly any of them has a lead of the view."""


def order_column(order: LeadOrder) -> Any:
    """The column of a lead whose index has the order; None where the view may not be narrowed by it."""
    return LeadRow.opened_at if order.column == "opened" else _BY_VALUES.get(order.column)


def reads_fewer_rows(end: int, *, view: int, office: int) -> bool:
    """Whether reading in order up to place `end` of a view passes over fewer leads than the view holds.

    `view` and `office` are how many leads they have.
    """
    return end * office < view * view


def read_in_order(
    session: Session,
    order: LeadOrder,
    narrow: Callable[[sa.Select[Any], Column], sa.Select[Any]],
    *,
    by_index: Any,
    offset: int,
    limit: int,
) -> Sequence[int] | sa.Select[int]:
    """The query of a page's leads, or their numbers: fewer than `limit` where those without a value follow.

    `narrow` cuts a query down to the view's leads, `by_index` is the column by whose index they are read. On PostgreSQL
    the query is an ordinary one: there the planner weighs the two ways by the limit itself.
    """
    if order.column == "shop":
        return _by_shop(session, order, narrow, offset + limit)[offset:]
    query = narrow(sa.select(LeadRow.id), read_by(session, by_index))
    if order.column in _BY_VALUES:
        return _by_values(session, order, query, offset + limit)[offset:]
    terms = list(in_order(order))
    value = _IN_ORDER[order.column]
    if value is None:
        return query.order_by(*terms).offset(offset).limit(limit)
    with_value = query.where(value.is_not(None)).order_by(*terms[1:])
    return session.scalars(with_value.offset(offset).limit(limit)).all()


def _by_shop(
    session: Session,
    order: LeadOrder,
    narrow: Callable[[sa.Select[Any], Column], sa.Select[Any]],
    end: int,
) -> list[int]:
    """The first leads of a view by the names of their shops, some names at a time."""
    by_name = ShopRow.name.desc() if order.descending else ShopRow.name.asc()
    ids: list[int] = []
    last: str | None = None
    for _ in range(_PARTS):
        following = sa.select(ShopRow.name).distinct().order_by(by_name).limit(_NAMES)
        if last is not None:
            beyond = ShopRow.name < last if order.descending else ShopRow.name > last
            following = following.where(beyond)
        names = session.scalars(following).all()
        if not names or len(ids) >= end:
            break
        query = narrow(sa.select(LeadRow.id), as_it_is).join(ShopRow, ShopRow.id == LeadRow.shop_id)
        ranked = query.where(ShopRow.name.in_(names)).order_by(by_name, LeadRow.rank, LeadRow.id)
        ids += session.scalars(ranked.limit(end - len(ids)))
        last = names[-1]
    return ids


def _by_values(session: Session, order: LeadOrder, query: sa.Select[int], end: int) -> list[int]:
    """The first leads of a view by a column of few values, one value after the other."""
    column = _BY_VALUES[order.column]
    ranked = query.order_by(LeadRow.rank, LeadRow.id)
    ids: list[int] = []
    for values in _ordered_values(session, order)[:_PARTS]:
        ids += session.scalars(ranked.where(column.in_(values)).limit(end - len(ids)))
        if len(ids) >= end:
            break
    return ids


def _ordered_values(session: Session, order: LeadOrder) -> Sequence[Sequence[str]]:
    """The values of a column as the view has them one after the other; rights of one mark stand together."""
    is_descending = order.descending
    if order.column == "mark":
        by_text: dict[str, list[str]] = {}
        rights = sa.select(RightRow.text, RightRow.id).order_by(RightRow.text)
        for text, right_id in session.execute(rights):
            by_text.setdefault(text, []).append(right_id)
        marks = list(by_text.values())
        return marks[::-1] if is_descending else marks
    if order.column == "level":
        levels = sorted(LEVEL_VALUE, key=LEVEL_VALUE.__getitem__, reverse=is_descending)
        return [[level.value] for level in levels]
    column = _BY_VALUES[order.column]
    return [[value] for value in distinct_values(session, column, is_descending=is_descending)]
