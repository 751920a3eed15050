"""How many leads were opened and decided on each day, by right, platform, region …"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.office_time import day_bounds
from storage.counts.changes import day_changes
from storage.counts.dimensions import ALL, DAYS
from storage.counts.repeats import act_repeats_of_period, repeats_of_period
from storage.tables import CountChangeRow, DayCountRow


def counts_by_day(session: Session, first: date, last: date) -> Counter[tuple[date, str]]:
    """(day, measure) to the number of leads, both days included."""
    sums = sa.select(DayCountRow.day, DayCountRow.measure, DayCountRow.number).where(
        DayCountRow.day.between(first, last), DayCountRow.dimension == ALL
    )
    changes = sa.select(
        CountChangeRow.day, CountChangeRow.measure, CountChangeRow.change
    ).where(CountChangeRow.day.between(first, last))  # fmt: skip
    rows = sa.union_all(sums, changes).subquery()
    query = sa.select(rows.c.day, rows.c.measure, sa.func.sum(rows.c.number)).group_by(
        rows.c.day, rows.c.measure
    )
    return Counter({(day, measure): int(n) for day, measure, n in session.execute(query)})


def counts_of_period(
    session: Session, first: date, last: date, dimensions: Sequence[str] = DAYS
) -> Mapping[str, Counter[tuple[str, str]]]:
    """Dimension to (key, measure) to the number of leads, both days included.

    A lead counts once in each measure, however often it got the same verdict or the same act followed its letter.
    """
    sums = sa.select(
        DayCountRow.dimension, DayCountRow.key, DayCountRow.measure, DayCountRow.number
    ).where(DayCountRow.day.between(first, last), DayCountRow.dimension.in_(dimensions))
    changes = []
    for dimension in dimensions:
        rows = day_changes(dimension).where(CountChangeRow.day.between(first, last)).subquery()
        _, name, key, measure, number = rows.c
        changes.append(sa.select(name, key, measure, number))
    rows = sa.union_all(sums, *changes).subquery()
    name, key, measure, number = rows.c
    query = sa.select(name, key, measure, sa.func.sum(number)).group_by(name, key, measure)
    counts: dict[str, Counter[tuple[str, str]]] = {dimension: Counter() for dimension in dimensions}
    for dimension, key_text, measure_name, total in session.execute(query):
        counts[dimension][key_text, measure_name] += int(total)
    repeats = repeats_of_period(session, *day_bounds(first, last))
    for repeated, keys, times in (*repeats, *act_repeats_of_period(session, first, last)):
        for dimension in dimensions:
            counts[dimension][keys[dimension], repeated] -= times
    return counts
