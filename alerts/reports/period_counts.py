"""The figures of a period: each measure in all, and by level, platform, right, region and campaign.

Each is kept as counts of days (storage.counts); only the figures of a report on a part of the leads are counted
from the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.reports.lead_events import (
    MEASURES,
    ReportPeriod,
    Spot,
    happenings,
    region_spot,
)
from alerts.text.plain_text import masked_line
from storage.base.database import query_parts
from storage.base.settings import Settings
from storage.base.vocabulary import LEVEL_NAMES
from storage.counts.days import counts_of_period
from storage.counts.dimensions import ALL, DAYS, lead_key
from storage.tables import LeadRow, RightRow
from storage.views.queue.lead_filter import LeadFilter

_BREAKDOWNS = tuple(dimension for dimension in DAYS if dimension != ALL)


@dataclass(frozen=True, kw_only=True)
class PeriodCounts:
    """How many leads each measure of a period counts."""

    totals: Counter[str]
    by: Mapping[str, Counter[tuple[str, str]]]
    """Name of a breakdown to (key, measure) to leads; the key is empty where a lead has none."""


def count_period(
    session: Session, period: ReportPeriod, scope: LeadFilter | None, *, breakdowns: bool = True
) -> PeriodCounts:
    """Count what happened in a period; a lead counts once in each measure.

    `scope` keeps the leads of a right, platform, region or campaign only; without `breakdowns`
    only the totals are counted.
    """
    names = _BREAKDOWNS if breakdowns else ()
    if scope is None or scope == LeadFilter():
        counts = counts_of_period(session, period.first, period.last, (ALL, *names))
    else:
        counts = _count_rows(session, period, scope, names)
    totals = Counter({measure: number for (_, measure), number in counts[ALL].items()})
    return PeriodCounts(totals=totals, by={name: counts[name] for name in names})


def _count_rows(
    session: Session, period: ReportPeriod, scope: LeadFilter, names: Sequence[str]
) -> Mapping[str, Counter[tuple[str, str]]]:
    counts: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in (ALL, *names)}
    events = happenings(session, period, scope)
    keys = _keys(session, {lead for _, lead in events} if names else ())
    for measure, lead in events:
        counts[ALL]["", measure] += 1
        for name, key in zip(names, keys.get(lead, ()), strict=False):
            counts[name][key, measure] += 1
    return counts


def spots_of(
    session: Session, name: str, counts: Counter[tuple[str, str]], settings: Settings
) -> Mapping[Spot, Counter[str]]:
    """The rows of a breakdown, each with its measures; keys that read alike share a row."""
    numbers = {place: number for place, number in counts.items() if number and place[1] in MEASURES}
    spots = _spots(session, name, {key for key, _ in numbers}, settings)
    rows: dict[Spot, Counter[str]] = {}
    for (key, measure), number in numbers.items():
        rows.setdefault(spots[key], Counter())[measure] += number
    return rows


def _keys(session: Session, leads: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Each lead's key in each breakdown."""
    columns = [lead_key(name) for name in _BREAKDOWNS]
    keys: dict[int, tuple[str, ...]] = {}
    for part in query_parts(sorted(leads)):
        for row in session.execute(sa.select(LeadRow.id, *columns).where(LeadRow.id.in_(part))):
            keys[row[0]] = tuple(value or "" for value in row[1:])
    return keys


def _spots(
    session: Session, name: str, keys: Collection[str], settings: Settings
) -> dict[str, Spot]:
    if name == "level":
        return {key: Spot(LEVEL_NAMES[key], key) for key in keys}
    if name == "platform":
        return {key: Spot(masked_line(key, 60), key) for key in keys}
    if name == "region":
        return {key: region_spot(key or None, settings) for key in keys}
    if name == "campaign":
        return {key: Spot(key or "日常监测", key or None) for key in keys}
    texts = session.execute(sa.select(RightRow.id, RightRow.text).where(RightRow.id.in_(keys)))
    return {row.id: Spot(masked_line(row.text, 60), row.id) for row in texts}
