"""Counting everything anew: after a migration, and to see once a day that the kept counts are right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.database import Database
from storage.base.vocabulary import CONFIRMED, UNDO, LeadState
from storage.counts.changes import (
    Counts,
    day_changes,
    listing_changes,
    office_day,
    shop_changes,
    stock_changes,
)
from storage.counts.dimensions import (
    ALL,
    DAYS,
    DECIDED,
    LISTINGS,
    OPENED,
    STOCK,
    lead_key,
)
from storage.tables import (
    CountChangeRow,
    DayCountRow,
    DecisionRow,
    LeadRow,
    ListingRow,
    ShopCountRow,
    StockCountRow,
    VerdictRepeatRow,
)

_TABLES: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (StockCountRow, ("dimension", "key", "state", "number")),
    (DayCountRow, ("day", "dimension", "key", "measure", "number")),
    (ShopCountRow, ("shop_id", "leads", "confirmed")),
    (VerdictRepeatRow, ("decision_id",)),
)
"""The tables of kept counts with their columns, in the order of the queries that count anew."""


_WIDTHS: dict[type[Any], int] = {ShopCountRow: 2}
"""How many columns of a table are numbers, where it is not one."""


def recount(session: Session) -> None:
    """Put what is counted anew in the place of the kept counts.

    Nobody else may write meanwhile: on PostgreSQL the transaction reads one snapshot
    (`one_snapshot`) or nobody else is connected, as in a migration.
    """
    session.execute(sa.delete(CountChangeRow).execution_options(synchronize_session=False))
    for table, columns in _TABLES:
        session.execute(sa.delete(table).execution_options(synchronize_session=False))
        for query in _queries(session, table):
            session.execute(sa.insert(table).from_select(columns, query))


def is_wrong(session: Session) -> bool:
    """Whether a kept count differs from what is counted anew, changes included. Reads every lead."""
    return any(
        _counts(session, table, list(_queries(session, table)))
        != _counts(session, table, [_sums(table)], with_changes=True)
        for table, _ in _TABLES
    )


def recount_if_wrong(database: Database) -> bool:
    """Look through everything, and count anew where a count is wrong. Returns whether one was."""
    with database.read() as session:
        one_snapshot(session)
        if not is_wrong(session):
            return False
    with database.begin() as session:
        one_snapshot(session)
        recount(session)
    return True


def one_snapshot(session: Session) -> None:
    """Have all statements of this transaction see the same rows, as they always do on SQLite."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _sums(table: type[Any]) -> Counts:
    columns = next(names for row, names in _TABLES if row is table)
    return sa.select(*(getattr(table, name) for name in columns))


def _counts(
    session: Session, table: type[Any], queries: list[Counts], *, with_changes: bool = False
) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Place to numbers; places where nothing is left out."""
    width = _WIDTHS.get(table, 1)
    counts: dict[tuple[Any, ...], tuple[int, ...]] = {}
    changes = list(_changes(table)) if with_changes else []
    for query in (*queries, *changes):
        for row in session.execute(query):
            place, numbers = tuple(row[:-width]), row[-width:]
            earlier = counts.get(place, (0,) * width)
            counts[place] = tuple(a + int(b) for a, b in zip(earlier, numbers, strict=True))
    return {place: numbers for place, numbers in counts.items() if any(numbers)}


def _queries(session: Session, table: type[Any]) -> Iterator[Counts]:
    if table is StockCountRow:
        yield sa.select(
            sa.literal(LISTINGS), sa.literal(""), sa.literal(""), sa.func.count()
        ).select_from(ListingRow)
        for dimension in STOCK:
            key = _key(dimension)
            yield sa.select(sa.literal(dimension), key, LeadRow.state, sa.func.count()).group_by(
                *_groups(dimension), LeadRow.state
            )
    elif table is DayCountRow:
        yield from _day_queries(session)
    elif table is VerdictRepeatRow:
        earlier = sa.orm.aliased(DecisionRow)
        yield sa.select(DecisionRow.id).where(
            DecisionRow.verdict != UNDO,
            sa.exists().where(
                earlier.lead_id == DecisionRow.lead_id,
                earlier.id < DecisionRow.id,
                earlier.verdict == DecisionRow.verdict,
            ),
        )
    else:
        confirmed = sa.func.count().filter(LeadRow.state.in_(CONFIRMED))
        yield (
            sa.select(LeadRow.shop_id, sa.func.count(), confirmed)
            .where(LeadRow.shop_id.is_not(None))
            .group_by(LeadRow.shop_id)
        )


def _day_queries(session: Session) -> Iterator[Counts]:
    opened_on, decided_on = (
        office_day(session, column) for column in (LeadRow.opened_at, DecisionRow.decided_at)
    )
    undone = sa.select(DecisionRow.undoes).where(DecisionRow.undoes.is_not(None))
    for dimension in DAYS:
        name, key = sa.literal(dimension), _key(dimension)
        yield (
            sa.select(opened_on, name, key, sa.literal(OPENED), sa.func.count())
            .where(LeadRow.state != LeadState.MERGED)
            .group_by(opened_on, *_groups(dimension))
        )
        yield (
            sa.select(decided_on, name, key, DecisionRow.verdict, sa.func.count())
            .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
            .where(DecisionRow.verdict != UNDO, DecisionRow.id.not_in(undone))
            .group_by(decided_on, *_groups(dimension), DecisionRow.verdict)
        )
    leads = sa.func.count(DecisionRow.lead_id.distinct())
    yield (
        sa.select(decided_on, sa.literal(ALL), sa.literal(""), sa.literal(DECIDED), leads)
        .where(DecisionRow.verdict != UNDO)
        .group_by(decided_on)
    )


def _changes(table: type[Any]) -> Iterator[Counts]:
    """The changes that were not added up yet, as rows of this table."""
    if table is StockCountRow:
        yield listing_changes()
        yield from (stock_changes(dimension) for dimension in STOCK)
    elif table is DayCountRow:
        yield from (day_changes(dimension) for dimension in DAYS)
    elif table is ShopCountRow:
        yield shop_changes()


def _key(dimension: str) -> Any:
    return sa.literal("") if dimension == ALL else sa.func.coalesce(lead_key(dimension), "")


def _groups(dimension: str) -> list[Any]:
    return [] if dimension == ALL else [lead_key(dimension)]
