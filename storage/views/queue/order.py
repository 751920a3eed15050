"""Order of a view of the queue (排序): by rank, or by a column that an officer chose.

A view that is narrow is sorted whole; one that holds many leads is read in the order of an index of that column
until its page is full (`ordered_page.py`). What has no value in the column (no price, no shop) stands last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.leads.rank import LEVEL_VALUE
from storage.tables import LeadRow, RightRow, ShopRow

BY_RANK = "rank"


@dataclass(frozen=True, kw_only=True)
class LeadOrder:
    """How a view is sorted."""

    column: str = BY_RANK
    """A key of SORT_COLUMNS, or BY_RANK."""
    descending: bool = False

    @property
    def is_default(self) -> bool:
        return self.column == BY_RANK and not self.descending


DEFAULT_ORDER = LeadOrder()


def _level_value() -> Any:
    values = {level.value: value for level, value in LEVEL_VALUE.items()}
    return sa.case(values, value=LeadRow.level, else_=0)


def _mark() -> Any:
    text = sa.select(RightRow.text).where(RightRow.id == LeadRow.right_id)
    return text.correlate(LeadRow).scalar_subquery()


def _shop() -> Any:
    name = sa.select(ShopRow.name).where(ShopRow.id == LeadRow.shop_id)
    return name.correlate(LeadRow).scalar_subquery()


SORT_COLUMNS: Mapping[str, Callable[[], Any]] = {
    "id": lambda: LeadRow.id,
    "level": _level_value,
    "score": lambda: LeadRow.score,
    "step": lambda: LeadRow.next_step,
    "title": lambda: LeadRow.title,
    "mark": _mark,
    "price": lambda: LeadRow.price,
    "disguise": lambda: LeadRow.disguise,
    "platform": lambda: LeadRow.platform,
    "shop": _shop,
    "state": lambda: LeadRow.state,
    "opened": lambda: LeadRow.opened_at,
}
"""What a view may be sorted by, beside the rank."""

_MAY_LACK = frozenset({"price", "disguise", "shop"})


def order_terms(order: LeadOrder) -> list[tuple[Any, bool]]:
    """(expression, whether downwards) by which a view is sorted; no two leads are equal in all."""
    if order.column == BY_RANK:
        return [(LeadRow.rank, order.descending), (LeadRow.id, order.descending)]
    column = SORT_COLUMNS[order.column]()
    terms: list[tuple[Any, bool]] = [(column, order.descending)]
    if order.column in _MAY_LACK:
        terms.insert(0, (sa.case((column.is_(None), 1), else_=0), False))
    if order.column != "id":
        terms += [(LeadRow.rank, False), (LeadRow.id, False)]
    return terms


def in_order(order: LeadOrder, *, backwards: bool = False) -> Sequence[Any]:
    """The ORDER BY of a view."""
    return [
        expression.desc() if descending is not backwards else expression.asc()
        for expression, descending in order_terms(order)
    ]


def beyond(
    session: Session, order: LeadOrder, place: tuple[float, int], *, backwards: bool = False
) -> Any:
    """The condition of the leads behind a place (rank, id) of a view, or before it."""
    if order.is_default:
        rank_and_id = sa.tuple_(LeadRow.rank, LeadRow.id)
        bound = sa.tuple_(*map(sa.literal, place))
        return rank_and_id < bound if backwards else rank_and_id > bound
    terms = order_terms(order)
    values = session.execute(
        sa.select(*(expression for expression, _ in terms)).where(LeadRow.id == place[1])
    ).one_or_none()
    if values is None:
        return sa.false()
    condition: Any = sa.false()
    for (expression, descending), value in reversed(list(zip(terms, values, strict=True))):
        if value is None:  # all that lack it are equal here: the next terms decide
            condition = sa.and_(expression.is_(None), condition)
            continue
        downwards = descending is not backwards
        past = expression < value if downwards else expression > value
        condition = sa.or_(past, sa.and_(expression == value, condition))
    return condition
