"""How many leads stand in each state, by right, platform, region …, and how many listings there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import LeadState
from storage.counts.changes import Counts, listing_changes, stock_changes
from storage.counts.dimensions import ALL, LISTINGS
from storage.tables import StockCountRow

COUNTED = tuple(state for state in LeadState if state is not LeadState.MERGED)
"""Leads that count: a duplicate counts with the lead that it points to."""


def count_listings(session: Session) -> int:
    """How many listings were ever seen."""
    return _read(session, LISTINGS, listing_changes()).get(("", ""), 0)


def count_by_state(session: Session) -> dict[LeadState, int]:
    """How many leads stand in each state; states without a lead are left out."""
    return dict(stock_of(session, ALL).get("", {}))


def stock_of(session: Session, dimension: str, *keys: str) -> Mapping[str, Mapping[LeadState, int]]:
    """How many leads stand in each state, by the keys of a dimension of storage.counts.dimensions.STOCK: all of
    them, or those that are named."""
    stock: dict[str, dict[LeadState, int]] = {}
    for (key, state), number in _read(session, dimension, stock_changes(dimension), keys).items():
        stock.setdefault(key, {})[LeadState(state)] = number
    return stock


class KeptStock:
    """The counts of one reading transaction, each dimension read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stock: dict[tuple[str, ...], Mapping[str, Mapping[LeadState, int]]] = {}

    def of(self, dimension: str, *keys: str) -> Mapping[str, Mapping[LeadState, int]]:
        """As `stock_of`."""
        if (dimension, *keys) not in self._stock:
            self._stock[dimension, *keys] = stock_of(self._session, dimension, *keys)
        return self._stock[dimension, *keys]


def _read(
    session: Session, dimension: str, changes: Counts, keys: Collection[str] = ()
) -> dict[tuple[str, str], int]:
    """What was kept and what changed since, in one statement: the worker may add up meanwhile."""
    sums = sa.select(
        StockCountRow.dimension, StockCountRow.key, StockCountRow.state, StockCountRow.number
    ).where(StockCountRow.dimension == dimension)
    if keys:
        sums = sums.where(StockCountRow.key.in_(keys))
    rows = sa.union_all(sums, changes).subquery()
    number = sa.func.sum(rows.c.number)
    query = sa.select(rows.c.key, rows.c.state, number).group_by(rows.c.key, rows.c.state)
    if keys:
        query = query.where(rows.c.key.in_(keys))
    return {(key, state): int(n) for key, state, n in session.execute(query.having(number != 0))}
