"""Adding the changes up: the worker takes them off the list and puts them into the kept counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import conflict_insert
from storage.base.vocabulary import CONFIRMED
from storage.counts.dimensions import (
    ALL,
    DAYS,
    DECIDED,
    LISTINGS,
    SOURCES,
    STATE,
    STOCK,
    key_of,
)
from storage.tables import (
    CountChangeRow,
    DayCountRow,
    ShopCountRow,
    SourceCountRow,
    StockCountRow,
)

CHANGES_AT_ONCE = 5_000
"""Changes of one transaction, some 100 ms; chosen by hand so that no other writer waits long."""

_CONFIRMED = frozenset(state.value for state in CONFIRMED)


def fold_changes(session: Session, *, limit: int = CHANGES_AT_ONCE) -> int:
    """Add the oldest changes to the kept counts. Returns how many there were.

    Readers see a count and its changes in one statement, so a count is right before and after.
    """
    oldest = sa.select(CountChangeRow.id).order_by(CountChangeRow.id).limit(limit)
    changes = session.scalars(
        sa.delete(CountChangeRow)
        .where(CountChangeRow.id.in_(oldest))
        .returning(CountChangeRow)
        .execution_options(synchronize_session=False)
    ).all()
    stock: Counter[tuple[str, str, str]] = Counter()
    days: Counter[tuple[date, str, str, str]] = Counter()
    shops: dict[int, list[int]] = {}
    sources: Counter[tuple[str, str, str]] = Counter()
    for change in changes:
        if change.measure == LISTINGS:
            stock[LISTINGS, "", ""] += change.change
        elif change.measure == STATE:
            state = str(change.state)
            for dimension in STOCK:
                stock[dimension, key_of(change, dimension), state] += change.change
            if change.shop_id is not None:
                shop = shops.setdefault(change.shop_id, [0, 0])
                shop[0] += change.change
                shop[1] += change.change * (state in _CONFIRMED)
        elif change.measure in SOURCES:
            place = str(change.right_id), str(change.platform), change.measure
            sources[place] += change.change
        elif change.day is not None:
            for dimension in (ALL,) if change.measure == DECIDED else DAYS:
                key = key_of(change, dimension)
                days[change.day, dimension, key, change.measure] += change.change
    _add(session, StockCountRow, {
        place: {"number": number} for place, number in stock.items() if number
    })  # fmt: skip
    _add(session, DayCountRow, {
        place: {"number": number} for place, number in days.items() if number
    })  # fmt: skip
    _add(session, ShopCountRow, {
        (shop_id,): {"leads": leads, "confirmed": confirmed}
        for shop_id, (leads, confirmed) in shops.items() if leads or confirmed
    })  # fmt: skip
    _add(session, SourceCountRow, {
        place: {name: sources[*place, name] for name in SOURCES}
        for place in dict.fromkeys(place[:2] for place, number in sources.items() if number)
    })  # fmt: skip
    return len(changes)


def _add(
    session: Session,
    table: type[Any],
    additions: Mapping[tuple[Any, ...], Mapping[str, int]],
) -> None:
    """Add to the rows with these keys, and make those that are missing."""
    if not additions:
        return
    place = table.__table__.primary_key.columns.keys()
    insert = conflict_insert(session, table.__table__)
    numbers = next(iter(additions.values()))
    statement = insert.on_conflict_do_update(
        index_elements=place,
        set_={name: table.__table__.c[name] + insert.excluded[name] for name in numbers},
    )
    rows = [
        {**dict(zip(place, where, strict=True)), **numbers} for where, numbers in additions.items()
    ]
    session.execute(statement, rows)
