"""热点: gatherings of leads, surges above their usual level, and disguises not seen before.

Policy measure (九): watch hot regions and fields. A surge is a count that chance explains badly:
leads of one region × goods × platform are taken as a Poisson process whose rate is the mean of the
periods before. It is a reason to look, not a finding; what a bulletin may print is in `alerts.insight.gatherings`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.insight.lead_places import LeadPlace, PlaceFacts, place_of
from alerts.text.plain_text import masked_line
from storage.base.errors import BadInput
from storage.base.office_time import day_bounds, midnight
from storage.base.vocabulary import LeadState
from storage.tables import AssessmentRow, LeadRow, ListingRow, ListingVersionRow, RightRow
from storage.tables.base import Document

PERIODS = 4
"""Periods of the same length before, from which the usual level is taken; chosen by hand."""
LEAST = 3
"""Leads, chosen by hand: fewer are no gathering, however unusual."""
_LONGEST = 40
"""Characters of a disguise that are told; chosen by hand."""
CHANCE = 0.01
"""Probability, chosen by hand: a count that chance alone gives more often than this is no surge."""


@dataclass(frozen=True, kw_only=True)
class Surge:
    """One gathering above its usual level."""

    region: str
    goods: str
    platform: str
    count: int
    usual: float
    """Mean of the earlier periods."""
    chance: float
    """Probability of as many or more at the usual rate."""
    leads: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class NewDisguise:
    """新变形: words taken for a mark that were not seen before the period."""

    right: str
    text: str
    count: int
    first_lead: int


def find_surges(session: Session, first: date, last: date) -> list[Surge]:
    """Gatherings of undismissed leads from `first` to `last`, the least likely first.

    Raises BadInput when the period ends before it starts.
    """
    if last < first:
        raise BadInput("period.reversed", first=first, last=last)
    length = timedelta(days=(last - first).days + 1)
    start = midnight(first)
    now_here: dict[LeadPlace, list[int]] = {}
    earlier: Counter[LeadPlace] = Counter()
    undismissed = LeadRow.state != LeadState.DISMISSED
    for lead_id, opened, place in _places(
        session, undismissed, start - PERIODS * length, start + length
    ):
        if opened >= start:
            now_here.setdefault(place, []).append(lead_id)
        else:
            earlier[place] += 1
    surges = [
        _surge(place, leads, earlier[place])
        for place, leads in now_here.items()
        if len(leads) >= LEAST
    ]
    unlikely = (surge for surge in surges if surge.chance < CHANCE)
    return sorted(unlikely, key=lambda s: (s.chance, s.region, s.goods, s.platform))


def _surge(place: LeadPlace, leads: list[int], before: int) -> Surge:
    # Half a lead is added: nothing seen in a few periods is not a rate of zero.
    rate = (before + 0.5) / PERIODS
    return Surge(
        region=place.region,
        goods=place.goods,
        platform=place.platform,
        count=len(leads),
        usual=before / PERIODS,
        chance=poisson_tail(len(leads), rate),
        leads=tuple(leads),
    )


def poisson_tail(count: int, rate: float) -> float:
    """Probability of `count` or more events where `rate` are usual."""
    from scipy.stats import poisson  # takes a second to load

    return float(poisson.sf(count - 1, rate))


def _places(
    session: Session, condition: sa.ColumnElement[bool], start: datetime, end: datetime
) -> Iterator[tuple[int, datetime, LeadPlace]]:
    # Of a record only these parts: thousands are read.
    record = sa.type_coerce(ListingVersionRow.record, Document)
    operator = record["operator"]
    query = (
        sa.select(
            LeadRow.id, LeadRow.opened_at, LeadRow.right_id, record["title"].as_string(),
            record["category"], operator["address"].as_string(),
            operator["credit_code"].as_string(), record["location"].as_string(), ListingRow.platform,
        )
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .where(
            condition,
            LeadRow.opened_at >= start,
            LeadRow.opened_at < end,
        )
        .order_by(LeadRow.id)
        .execution_options(yield_per=1000)
    )  # fmt: skip
    goods = {
        right_id: right.goods
        for right_id, right in session.execute(sa.select(RightRow.id, RightRow.record))
    }
    for lead_id, opened, right_id, title, category, *places in session.execute(query):
        narrowest = category[-1] if category else None
        facts = PlaceFacts(title, narrowest, *places)
        yield lead_id, opened, place_of(facts, goods[right_id])


def new_disguises(session: Session, first: date, last: date) -> list[NewDisguise]:
    """Disguises of marks whose first lead opened in the period, the most frequent first."""
    start, end = day_bounds(first, last)
    old = _earlier_texts(session, start)
    fresh: dict[tuple[str, str], list[int]] = {}
    for lead_id, right, text in _texts_of_period(session, start, end):
        if (right, text) not in old:
            fresh.setdefault((right, text), []).append(lead_id)
    disguises = [
        NewDisguise(right=right, text=text, count=len(leads), first_lead=leads[0])
        for (right, text), leads in fresh.items()
    ]
    return sorted(disguises, key=lambda d: (-d.count, d.right, d.text))


def _earlier_texts(session: Session, start: datetime) -> set[tuple[str, str]]:
    """(mark, words taken for it) of the leads that were opened before a moment."""
    text, query = _mark_texts(session, LeadRow.opened_at < start)
    rows = session.execute(query.with_only_columns(RightRow.text, text).distinct())
    return {(right, masked_line(words, _LONGEST)) for right, words in rows}


def _texts_of_period(
    session: Session, start: datetime, end: datetime
) -> Iterator[tuple[int, str, str]]:
    """(lead, mark, words taken for it) of the leads of a period, the oldest lead first."""
    text, query = _mark_texts(session, LeadRow.opened_at >= start, LeadRow.opened_at < end)
    counted: set[tuple[int, str]] = set()
    for lead_id, right, words in session.execute(
        query.with_only_columns(LeadRow.id, RightRow.text, text)
        .order_by(LeadRow.opened_at, LeadRow.id, text)
        .execution_options(yield_per=1000)
    ):
        masked = masked_line(words, _LONGEST)
        if masked != right and (lead_id, masked) not in counted:
            counted.add((lead_id, masked))
            yield lead_id, right, masked


def _mark_texts(
    session: Session, *conditions: sa.ColumnElement[bool]
) -> tuple[Any, sa.Select[*tuple[Any, ...]]]:
    """The words of each mark signal of undismissed leads that are not the mark itself, and the query that they
    stand in: the database takes the signals apart, since the most say nothing new."""
    if session.get_bind().dialect.name == "sqlite":
        signal: Any = sa.func.json_each(AssessmentRow.signals).table_valued("value")
        text, kind = (
            sa.func.json_extract(signal.c.value, f"$.{name}", type_=sa.String())
            for name in ("text", "kind")
        )
    else:
        signal = (
            sa.func.jsonb_array_elements(AssessmentRow.signals)
            .table_valued(sa.column("value", Document))
            .render_derived()
        )
        text, kind = (signal.c.value[name].as_string() for name in ("text", "kind"))
    query = (
        sa.select(LeadRow.id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .join(AssessmentRow, AssessmentRow.id == LeadRow.assessment_id)
        .join(signal, sa.true())
        .where(
            *conditions,
            LeadRow.state != LeadState.DISMISSED,
            kind == "mark",
            text != "",
            text != RightRow.text,
        )
    )
    return text, query
