"""热点: gatherings of leads, surges above their usual level, and disguises not seen before.

Policy measure (九): watch hot regions and fields. A surge is a count that chance explains badly:
leads of one region × goods × platform are taken as a Poisson process whose rate is the mean of the
periods before. It is a reason to look, not a finding; `alerts.letters.workflow.risk_warnings` drafts the bulletin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.text.plain_text import masked_line
from storage.base.errors import BadInput
from storage.base.office_time import day_bounds, midnight
from storage.base.vocabulary import UPHELD, LeadState
from storage.listings.regions import counted_region
from storage.records import Listing
from storage.tables import AssessmentRow, LeadRow, ListingRow, ListingVersionRow, RightRow

PERIODS = 4
"""Periods of the same length before, from which the usual level is taken; chosen by hand."""
MOST_GATHERINGS = 10
"""Rows of the table of a risk warning, chosen by hand to fit one page with its chart."""
LEAST = 3
"""Leads, chosen by hand: fewer are no gathering, however unusual."""
CHANCE = 0.01
"""Probability, chosen by hand: a count that chance alone gives more often than this is no surge."""
UNKNOWN = "未显示"


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
    """新变体: words taken for a mark that were not seen before the period."""

    right: str
    text: str
    count: int
    first_lead: int


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """热点: confirmed leads of one region, goods and platform, against the usual level."""

    region: str
    goods: str
    platform: str
    count: int
    usual: float
    """Mean count of the earlier periods; 0 where there was none."""


@dataclass(frozen=True, kw_only=True, order=True)
class _Place:
    region: str
    goods: str
    platform: str


def find_surges(session: Session, first: date, last: date) -> list[Surge]:
    """Gatherings of undismissed leads from `first` to `last`, the least likely first.

    Raises BadInput when the period ends before it starts.
    """
    if last < first:
        raise BadInput("period.reversed", first=first, last=last)
    length = timedelta(days=(last - first).days + 1)
    start = midnight(first)
    now_here: dict[_Place, list[int]] = {}
    earlier: Counter[_Place] = Counter()
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


def find_gatherings(session: Session, first: date, last: date) -> tuple[Gathering, ...]:
    """The largest gatherings of confirmed leads from `first` to `last`, both days included.

    Only leads that an officer found well-founded count. Raises BadInput when the period ends before
    it starts.
    """
    if last < first:
        raise BadInput("period.reversed", first=first, last=last)
    length = timedelta(days=(last - first).days + 1)
    start = midnight(first)
    counts: Counter[_Place] = Counter()
    earlier: Counter[_Place] = Counter()
    confirmed = LeadRow.state.in_(UPHELD)
    for _, opened, place in _places(session, confirmed, start - PERIODS * length, start + length):
        (counts if opened >= start else earlier)[place] += 1
    # A tie is broken by name, so that the same leads give the same table.
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Gathering(
            region=place.region,
            goods=place.goods,
            platform=place.platform,
            count=count,
            usual=round(earlier[place] / PERIODS, 1),
        )
        for place, count in ranked[:MOST_GATHERINGS]
    )


def _surge(place: _Place, leads: list[int], before: int) -> Surge:
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
) -> Iterator[tuple[int, datetime, _Place]]:
    query = (
        sa.select(
            LeadRow.id, LeadRow.opened_at, ListingRow.platform,
            ListingVersionRow.record, RightRow.record,
        )
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(
            condition,
            LeadRow.opened_at >= start,
            LeadRow.opened_at < end,
        )
        .order_by(LeadRow.id)
        .execution_options(yield_per=1000)
    )  # fmt: skip
    for lead_id, opened, platform, record, right in session.execute(query):
        listing = record
        region = counted_region(listing)
        place = _Place(
            region=region.name if region else masked_line(listing.location, 20) or UNKNOWN,
            goods=_goods(listing, right.goods),
            platform=masked_line(platform, 60),
        )
        yield lead_id, opened, place


def _goods(listing: Listing, right_goods: Sequence[str]) -> str:
    named = [goods for goods in right_goods if goods in listing.title]
    if named:
        return max(named, key=len)
    return masked_line(listing.category[-1], 20) if listing.category else "其他商品"


def new_disguises(session: Session, first: date, last: date) -> list[NewDisguise]:
    """Disguises of marks whose first lead opened in the period, the most frequent first."""
    start, end = day_bounds(first, last)
    old: set[tuple[str, str]] = set()
    fresh: dict[tuple[str, str], list[int]] = {}
    for lead_id, opened, right, text in _mark_texts(session, end):
        if opened < start:
            old.add((right, text))
        elif (right, text) not in old:
            fresh.setdefault((right, text), []).append(lead_id)
    disguises = [
        NewDisguise(right=right, text=text, count=len(leads), first_lead=leads[0])
        for (right, text), leads in fresh.items()
    ]
    return sorted(disguises, key=lambda d: (-d.count, d.right, d.text))


def _mark_texts(session: Session, end: datetime) -> Iterator[tuple[int, datetime, str, str]]:
    """Quoted words of each lead's mark signals that are not the mark itself, oldest lead first."""
    query = (
        sa.select(LeadRow.id, LeadRow.opened_at, RightRow.text, AssessmentRow.signals)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .join(AssessmentRow, AssessmentRow.id == LeadRow.assessment_id)
        .where(LeadRow.opened_at < end, LeadRow.state != LeadState.DISMISSED)
        .order_by(LeadRow.opened_at, LeadRow.id)
        .execution_options(yield_per=1000)
    )
    for lead_id, opened, right, signals in session.execute(query):
        quoted = {masked_line(s.text, 40) for s in signals if s.kind == "mark" and s.text}
        for text in sorted(quoted - {right}):
            yield lead_id, opened, right, text
