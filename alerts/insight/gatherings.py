"""热点: where confirmed infringements of registered marks gather, as a bulletin may print it.

Policy measure (九): publish risk warnings in time. A bulletin points at no seller: a group is printed
only from so many listings of so many shops on, smaller ones are joined until they reach that, and
what never does is left out. What does not count is counted by its reason, so that the bulletin says it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.insight.hotspots import PERIODS
from alerts.insight.lead_places import LeadPlace, lead_place
from alerts.insight.shop_count import count_shops
from storage.base.errors import BadInput
from storage.base.office_time import midnight
from storage.base.settings import Settings
from storage.base.vocabulary import CONFIRMED, LeadState, Verdict
from storage.leads.standing_verdicts import newest_standing
from storage.records import Listing, Right, RightKind
from storage.records.right_words import MARKS
from storage.tables import DecisionRow, LeadRow, ListingRow, ListingVersionRow, RightRow, RunRow

MOST_GATHERINGS = 10
"""Rows of the table of a risk warning, chosen by hand to fit one page with its chart."""
INFRINGING_REASONS = ("same_mark", "similar_mark", "no_licence", "licence_exceeded", "labels")
"""Reasons of a verdict that assert infringement of a registered mark (注册商标专用权)."""
MANY_REGIONS, MANY_GOODS, MANY_PLATFORMS = "多个地区", "多类商品", "多个平台"

_JOINS: tuple[Callable[[LeadPlace], LeadPlace], ...] = (
    lambda place: place,
    lambda place: LeadPlace(region=place.region, goods=place.goods, platform=MANY_PLATFORMS),
    lambda place: LeadPlace(region=place.region, goods=MANY_GOODS, platform=place.platform),
    lambda place: LeadPlace(region=place.region, goods=MANY_GOODS, platform=MANY_PLATFORMS),
    lambda place: LeadPlace(region=MANY_REGIONS, goods=place.goods, platform=MANY_PLATFORMS),
    lambda _: LeadPlace(region=MANY_REGIONS, goods=MANY_GOODS, platform=MANY_PLATFORMS),
)
"""How groups under the floor are joined, one step after another."""


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """热点: one printed group; a figure is None where the office did not watch all of that period."""

    region: str
    goods: str
    platform: str
    count: int
    """Listings of the period."""
    shops: int
    """Sellers of these listings; never printed."""
    previous: int | None
    """上期: of the period of the same length just before."""
    last_year: int | None
    """上年同期: of the same days a year before."""
    usual: float | None
    """前四期均值: mean of the four periods of the same length before."""


@dataclass(frozen=True, kw_only=True)
class Excluded:
    """Confirmed leads of the period that the table does not count, by reason."""

    contested: int = 0
    """The seller states that he does not infringe (电子商务法 §43)."""
    other_kinds: dict[RightKind, int] = field(default_factory=dict)
    """On rights that are no registered marks."""
    other_reasons: int = 0
    """Confirmed for another reason than infringement of the mark."""
    too_few: bool = False
    """Some listings reach the floor in no group. How many is not said: it could point at a seller."""
    cut: bool = False
    """There are more groups than the table has rows."""


@dataclass(frozen=True, kw_only=True)
class Gatherings:
    """The table of a bulletin, the largest group first, and what it does not count."""

    rows: tuple[Gathering, ...]
    excluded: Excluded


@dataclass(frozen=True, kw_only=True)
class _Confirmed:
    opened: datetime
    place: LeadPlace
    platform: str
    listing: Listing


@dataclass(frozen=True, kw_only=True)
class _Span:
    """Half-open range of moments."""

    start: datetime
    end: datetime

    def holds(self, lead: _Confirmed) -> bool:
        return self.start <= lead.opened < self.end


def find_gatherings(session: Session, settings: Settings, first: date, last: date) -> Gatherings:
    """Groups of the leads opened from `first` to `last`, both days included, that were confirmed as
    infringing a registered mark. Raises BadInput when the period ends before it starts."""
    if last < first:
        raise BadInput("period.reversed", first=first, last=last)
    start, end = midnight(first), midnight(last) + timedelta(days=1)
    length = end - start
    year = _Span(
        start=midnight(_year_before(first)), end=midnight(_year_before(last)) + timedelta(days=1)
    )
    leads, excluded = _confirmed(session, min(year.start, start - PERIODS * length), end, start)
    groups, remaining = _groups([lead for lead in leads if lead.opened >= start], settings)
    begun = _watching_since(session)
    spans = {
        "previous": _Span(start=start - length, end=start),
        "last_year": year,
        "usual": _Span(start=start - PERIODS * length, end=start),
    }
    watched = {name: begun is not None and begun <= span.start for name, span in spans.items()}

    def before(name: str, group: _Group) -> int | None:
        if not watched[name]:
            return None
        return sum(spans[name].holds(lead) and group.takes(lead.place) for lead in leads)

    rows = []
    for group in groups:
        usual = before("usual", group)
        rows.append(
            Gathering(
                region=group.place.region,
                goods=group.place.goods,
                platform=group.place.platform,
                count=len(group.leads),
                shops=_shops(group.leads),
                previous=before("previous", group),
                last_year=before("last_year", group),
                usual=None if usual is None else round(usual / PERIODS, 1),
            )
        )
    # A tie is broken by name, so that the same leads give the same table.
    rows.sort(key=lambda row: (-row.count, row.region, row.goods, row.platform))
    return Gatherings(
        rows=tuple(rows[:MOST_GATHERINGS]),
        excluded=Excluded(
            contested=excluded["contested"],
            other_kinds={kind: excluded[kind] for kind in RightKind if excluded[kind]},
            other_reasons=excluded["other_reasons"],
            too_few=bool(remaining),
            cut=len(rows) > MOST_GATHERINGS,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Group:
    place: LeadPlace
    leads: tuple[_Confirmed, ...]
    join: Callable[[LeadPlace], LeadPlace]
    taken: frozenset[LeadPlace]
    """Places that stand in a row of their own, printed before."""

    def takes(self, place: LeadPlace) -> bool:
        return place not in self.taken and self.join(place) == self.place


def _groups(
    leads: Sequence[_Confirmed], settings: Settings
) -> tuple[list[_Group], Sequence[_Confirmed]]:
    """Groups that reach the floor, and the leads that reach it in no group."""
    groups: list[_Group] = []
    taken: frozenset[LeadPlace] = frozenset()
    for join in _JOINS:
        joined: dict[LeadPlace, list[_Confirmed]] = defaultdict(list)
        for lead in leads:
            joined[join(lead.place)].append(lead)
        printed = {
            place: members for place, members in joined.items() if _reaches_floor(members, settings)
        }
        groups += [
            _Group(place=place, leads=tuple(members), join=join, taken=taken)
            for place, members in printed.items()
        ]
        leads = [lead for lead in leads if join(lead.place) not in printed]
        taken |= {lead.place for members in printed.values() for lead in members}
    return groups, leads


def _reaches_floor(leads: Sequence[_Confirmed], settings: Settings) -> bool:
    enough = len(leads) >= settings.warning_least_listings
    return enough and _shops(leads) >= settings.warning_least_shops


def _shops(leads: Iterable[_Confirmed]) -> int:
    return count_shops((lead.platform, lead.listing) for lead in leads)


def _confirmed(
    session: Session, start: datetime, end: datetime, period: datetime
) -> tuple[list[_Confirmed], Counter[str]]:
    """Leads that count, from `start` to `end`; and how many of those from `period` on do not, by reason."""
    leads: list[_Confirmed] = []
    excluded: Counter[str] = Counter()
    for row in session.execute(_query(start, end)):
        if row.state is LeadState.CONTESTED:
            why: str | None = "contested"
        elif row.right.kind not in MARKS:
            why = row.right.kind
        else:
            why = None if row.reason in INFRINGING_REASONS else "other_reasons"
        if why is None:
            place = lead_place(row.listing, row.right.goods, row.platform)
            leads.append(
                _Confirmed(
                    opened=row.opened_at, place=place, platform=row.platform, listing=row.listing
                )
            )
        elif row.opened_at >= period:
            excluded[why] += 1
    return leads, excluded


def _query(
    start: datetime, end: datetime
) -> sa.Select[datetime, LeadState, str, str | None, Listing, Right]:
    return (
        sa.select(
            LeadRow.opened_at, LeadRow.state, ListingRow.platform, DecisionRow.reason,
            ListingVersionRow.record.label("listing"), RightRow.record.label("right"),
        )
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .join(DecisionRow, DecisionRow.lead_id == LeadRow.id)
        .where(DecisionRow.id.in_(newest_standing()))
        .where(LeadRow.state.in_(CONFIRMED), DecisionRow.verdict == Verdict.CONFIRMED)
        .where(LeadRow.opened_at >= start, LeadRow.opened_at < end)
        .order_by(LeadRow.id)
        .execution_options(yield_per=1000)
    )  # fmt: skip


def _watching_since(session: Session) -> datetime | None:
    """When the office began to watch: its first crawl, else its first lead."""
    begun = (
        session.scalar(sa.select(column).order_by(column).limit(1))
        for column in (RunRow.started_at, LeadRow.opened_at)
    )
    return min((moment for moment in begun if moment is not None), default=None)


def _year_before(day: date) -> date:
    """The same day a year before; of 29 February the 28th, and none before the first year."""
    if day.year == 1:
        return date.min
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
