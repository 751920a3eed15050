"""Counting everything anew: after a migration, and to see once a day that the kept counts are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
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
    source_changes,
    stock_changes,
)
from storage.counts.dimensions import (
    ACTS,
    ALL,
    DAYS,
    DECIDED,
    LISTINGS,
    OPENED,
    STOCK,
    act_lead,
    act_measure,
    grouping,
)
from storage.leads.goods_sources import LAWFUL_REASONS, UNLAWFUL_REASONS
from storage.leads.standing_verdicts import is_standing, newest_standing
from storage.tables import (
    ActRepeatRow,
    AuditRow,
    CountChangeRow,
    DayCountRow,
    DecisionRow,
    LeadRow,
    ListingRow,
    ShopCountRow,
    SourceCountRow,
    StockCountRow,
    VerdictRepeatRow,
)


def recount(session: Session) -> None:
    """Put what is counted anew in the place of the kept counts.

    Nobody else may write meanwhile: on PostgreSQL the transaction reads one snapshot
    (`one_snapshot`) or nobody else is connected, as in a migration.
    """
    session.execute(sa.delete(CountChangeRow).execution_options(synchronize_session=False))
    tables = set(sa.inspect(session.connection()).get_table_names())
    for table, counted_anew, _ in _TABLES:
        if table.__tablename__ not in tables:
            continue  # the migrations ended at an earlier revision
        session.execute(sa.delete(table).execution_options(synchronize_session=False))
        columns = table.__table__.columns.keys()
        for query in counted_anew(session):
            session.execute(sa.insert(table).from_select(columns, query))


def is_wrong(session: Session) -> bool:
    """Whether a kept count differs from what is counted anew, changes included. Reads every lead."""
    return any(
        _counts(session, table, counted_anew(session))
        != _counts(session, table, [sa.select(table.__table__), *changes()])
        for table, counted_anew, changes in _TABLES
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


def _counts(
    session: Session, table: type[Any], queries: Iterable[Counts]
) -> dict[tuple[Any, ...], int]:
    """The table's key and the name of a number to that number; what is nothing is left out.

    A table without numbers counts its rows.
    """
    width = len(table.__table__.primary_key.columns)
    names = table.__table__.columns.keys()[width:] or ["rows"]
    counts: Counter[tuple[Any, ...]] = Counter()
    for query in queries:
        for row in session.execute(query):
            place, numbers = tuple(row[:width]), row[width:] or (1,)
            for name, number in zip(names, numbers, strict=True):
                counts[*place, name] += int(number)
    return {place: number for place, number in counts.items() if number}


def _stock_anew(_session: Session) -> Iterator[Counts]:
    yield sa.select(
        sa.literal(LISTINGS), sa.literal(""), sa.literal(""), sa.func.count()
    ).select_from(ListingRow)
    for dimension in STOCK:
        key, groups = grouping(LeadRow, dimension)
        yield sa.select(sa.literal(dimension), key, LeadRow.state, sa.func.count()).group_by(
            *groups, LeadRow.state
        )


def _stock_changes() -> Iterator[Counts]:
    yield listing_changes()
    yield from map(stock_changes, STOCK)


def _days_anew(session: Session) -> Iterator[Counts]:
    opened_on, decided_on = (
        office_day(session, column) for column in (LeadRow.opened_at, DecisionRow.decided_at)
    )
    for dimension in DAYS:
        name = sa.literal(dimension)
        key, groups = grouping(LeadRow, dimension)
        yield (
            sa.select(opened_on, name, key, sa.literal(OPENED), sa.func.count())
            .where(LeadRow.state != LeadState.MERGED)
            .group_by(opened_on, *groups)
        )
        yield (
            sa.select(decided_on, name, key, DecisionRow.verdict, sa.func.count())
            .join(LeadRow, LeadRow.id == DecisionRow.lead_id)
            .where(is_standing())
            .group_by(decided_on, *groups, DecisionRow.verdict)
        )
    yield from _acts_anew(session)
    leads = sa.func.count(DecisionRow.lead_id.distinct())
    yield (
        sa.select(decided_on, sa.literal(ALL), sa.literal(""), sa.literal(DECIDED), leads)
        .where(DecisionRow.verdict != UNDO)
        .group_by(decided_on)
    )


def _acts_anew(session: Session) -> Iterator[Counts]:
    if not sa.inspect(session.connection()).has_table(ActRepeatRow.__tablename__):
        return  # an earlier revision counts them from the audit
    day, measure = office_day(session, AuditRow.at), act_measure(AuditRow)
    for dimension in DAYS:
        key, groups = grouping(LeadRow, dimension)
        yield (
            sa.select(day, sa.literal(dimension), key, measure, sa.func.count())
            .select_from(AuditRow)
            .join(LeadRow, LeadRow.id == act_lead(AuditRow))
            .where(AuditRow.act.in_(ACTS))
            .group_by(day, *groups, measure)
        )


def _sources_anew(_session: Session) -> Iterator[Counts]:
    unlawful, lawful = (
        sa.func.count().filter(DecisionRow.reason.in_(reasons))
        for reasons in (UNLAWFUL_REASONS, LAWFUL_REASONS)
    )
    yield (
        sa.select(LeadRow.right_id, LeadRow.platform, unlawful, lawful)
        .join(DecisionRow, DecisionRow.lead_id == LeadRow.id)
        .where(
            DecisionRow.id.in_(newest_standing()),
            DecisionRow.reason.in_((*UNLAWFUL_REASONS, *LAWFUL_REASONS)),
        )
        .group_by(LeadRow.right_id, LeadRow.platform)
    )


def _source_changes() -> Iterator[Counts]:
    yield source_changes()


def _day_changes() -> Iterator[Counts]:
    yield from map(day_changes, DAYS)


def _shops_anew(_session: Session) -> Iterator[Counts]:
    confirmed = sa.func.count().filter(LeadRow.state.in_(CONFIRMED))
    yield (
        sa.select(LeadRow.shop_id, sa.func.count(), confirmed)
        .where(LeadRow.shop_id.is_not(None))
        .group_by(LeadRow.shop_id)
    )


def _shop_changes() -> Iterator[Counts]:
    yield shop_changes()


def _repeats_anew(_session: Session) -> Iterator[Counts]:
    earlier = sa.orm.aliased(DecisionRow)
    yield sa.select(DecisionRow.id).where(
        DecisionRow.verdict != UNDO,
        sa.exists().where(
            earlier.lead_id == DecisionRow.lead_id,
            earlier.id < DecisionRow.id,
            earlier.verdict == DecisionRow.verdict,
        ),
    )


def _act_repeats_anew(session: Session) -> Iterator[Counts]:
    earlier = sa.orm.aliased(AuditRow)
    yield sa.select(office_day(session, AuditRow.at), AuditRow.id).where(
        AuditRow.act.in_(ACTS),
        sa.exists().where(
            earlier.subject == AuditRow.subject,
            earlier.id < AuditRow.id,
            act_measure(earlier) == act_measure(AuditRow),
        ),
    )


def _no_changes() -> Iterator[Counts]:
    """Triggers write the repeats themselves."""
    yield from ()


_TABLES: tuple[
    tuple[type[Any], Callable[[Session], Iterator[Counts]], Callable[[], Iterator[Counts]]], ...
] = (
    (StockCountRow, _stock_anew, _stock_changes),
    (DayCountRow, _days_anew, _day_changes),
    (ShopCountRow, _shops_anew, _shop_changes),
    (SourceCountRow, _sources_anew, _source_changes),
    (VerdictRepeatRow, _repeats_anew, _no_changes),
    (ActRepeatRow, _act_repeats_anew, _no_changes),
)
"""The tables of kept counts; the queries that count each anew, with its columns in their order; the changes that
were not added up yet, as such rows."""
