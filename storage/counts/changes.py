"""The changes that the worker has not added up yet, as rows of the counts that they belong to."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.vocabulary import CONFIRMED
from storage.counts.dimensions import (
    ALL,
    DECIDED,
    LAWFUL,
    LISTINGS,
    SOURCES,
    STATE,
    UNLAWFUL,
    grouping,
)
from storage.tables import CountChangeRow, DayCountRow

Counts = sa.Select[*tuple[Any, ...]]
"""A query whose columns the function names."""

_NUMBER = sa.func.sum(CountChangeRow.change)
_CONFIRMED = tuple(state.value for state in CONFIRMED)


def listing_changes() -> Counts:
    """(dimension, key, state, number) of the listings."""
    return sa.select(
        sa.literal(LISTINGS), sa.literal(""), sa.literal(""), sa.func.coalesce(_NUMBER, 0)
    ).where(CountChangeRow.measure == LISTINGS)


def stock_changes(dimension: str) -> Counts:
    """(dimension, key, state, number) of leads by a dimension."""
    key, groups = grouping(CountChangeRow, dimension)
    return (
        sa.select(sa.literal(dimension), key, CountChangeRow.state, _NUMBER)
        .where(CountChangeRow.measure == STATE)
        .group_by(*groups, CountChangeRow.state)
    )


def day_changes(dimension: str) -> Counts:
    """(day, dimension, key, measure, number) of leads by a dimension."""
    key, groups = grouping(CountChangeRow, dimension)
    query = (
        sa.select(CountChangeRow.day, sa.literal(dimension), key, CountChangeRow.measure, _NUMBER)
        .where(CountChangeRow.day.is_not(None))
        .group_by(CountChangeRow.day, *groups, CountChangeRow.measure)
    )
    return query if dimension == ALL else query.where(CountChangeRow.measure != DECIDED)


def shop_changes() -> Counts:
    """(shop_id, leads, confirmed) of shops."""
    confirmed = sa.case((CountChangeRow.state.in_(_CONFIRMED), CountChangeRow.change), else_=0)
    return (
        sa.select(
            CountChangeRow.shop_id,
            _NUMBER.label("leads"),
            sa.func.sum(confirmed).label("confirmed"),
        )
        .where(CountChangeRow.measure == STATE, CountChangeRow.shop_id.is_not(None))
        .group_by(CountChangeRow.shop_id)
    )


def source_changes() -> Counts:
    """(right_id, platform, unlawful, lawful) of verdicts that say whether a seller had leave."""
    unlawful, lawful = (
        sa.func.sum(sa.case((CountChangeRow.measure == measure, CountChangeRow.change), else_=0))
        for measure in (UNLAWFUL, LAWFUL)
    )
    return (
        sa.select(
            CountChangeRow.right_id,
            CountChangeRow.platform,
            unlawful.label("unlawful"),
            lawful.label("lawful"),
        )
        .where(CountChangeRow.measure.in_(SOURCES))
        .group_by(CountChangeRow.right_id, CountChangeRow.platform)
    )


def office_day(session: Session, moment: Any) -> Any:
    """The day of the office (UTC+8) of a column, as the triggers write it."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.type_coerce(sa.func.date(moment, "+8 hours"), DayCountRow.day.type)
    utc = sa.func.timezone("UTC", moment)
    return sa.cast(utc + sa.text("interval '8 hours'"), sa.Date)
