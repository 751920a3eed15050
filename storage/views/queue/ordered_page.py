"""One page of a view, read in the order of an index until it is full (按序读取): what a large office needs.

To sort a view all its leads are read; to read leads in order those that do not belong to it are passed over.
Which of the two reads fewer rows follows from how many leads the view and the office have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.tables import LeadRow, ShopRow
from storage.views.queue.order import BY_RANK, LeadOrder, in_order

Column = Callable[[Any], Any]
"""How a condition names a column of a lead."""


def as_it_is(column: Any) -> Any:
    return column


def without_index(column: Any) -> Any:
    """The column in a form that no index has: the one of the order is left to be read."""
    return sa.func.coalesce(column, sa.null())


_IN_ORDER: Mapping[str, Any] = {
    BY_RANK: None,
    "opened": None,
    "title": None,
    "price": LeadRow.price,
    "shop": LeadRow.shop_id,
}
"""Orders that an index has, each with the column that must hold a value for it."""
_NAMES, _PARTS = 100, 20
"""Names of shops that are looked at together, and how often before the view is sorted after all: chosen by hand,
some 10 ms where hardly any of them has a lead of the view."""


def reads_fewer_rows(order: LeadOrder, end: int, *, view: int, office: int) -> bool:
    """Whether reading in order up to place `end` of a view passes over fewer leads than the view holds.

    `view` and `office` are how many leads they have.
    """
    return order.column in _IN_ORDER and end * office < view * view


def read_in_order(
    session: Session,
    order: LeadOrder,
    narrow: Callable[[sa.Select[Any], Column], sa.Select[Any]],
    *,
    offset: int,
    limit: int,
) -> Sequence[int] | sa.Select[int]:
    """The query of a page's leads, or their numbers: fewer than `limit` where those without a value follow.

    `narrow` cuts a query down to the view's leads. On PostgreSQL the query is an ordinary one: there the planner
    weighs the two ways by the limit itself.
    """
    if order.column == "shop":
        return _by_shop(session, order, narrow, offset + limit)[offset:]
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    query = narrow(sa.select(LeadRow.id), without_index if is_sqlite else as_it_is)
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
