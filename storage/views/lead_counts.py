"""Where the leads are (分布): ranked counts by right, platform, region, disguise and level.

Each count is that of the view its row leads to, and is kept: storage.counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.disguises import DISGUISE_NAMES
from storage.base.vocabulary import LeadState
from storage.counts.stock import COUNTED, stock_of
from storage.listings.regions import CITY, COUNTY, PROVINCE, region_name
from storage.tables import RightRow
from storage.views.queue.lead_filter import NOWHERE


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row of a ranked list: what the filter takes, what an officer reads, how many leads."""

    key: str
    name: str
    count: int


def by_right(session: Session, *, limit: int = 10) -> list[Bar]:
    """The rights with most leads."""
    counts = _most(_counted(session, "right"), limit)
    names = session.execute(
        sa.select(RightRow.id, RightRow.text).where(RightRow.id.in_(key for key, _ in counts))
    ).all()
    return _bars(counts, {row.id: row.text for row in names})


def by_platform(session: Session, *, limit: int = 10) -> list[Bar]:
    """The platforms with most leads."""
    return _bars(_most(_counted(session, "platform"), limit), {})


def by_disguise(session: Session, *, limit: int = 10) -> list[Bar]:
    """The disguises with most leads."""
    return _bars(_most(_counted(session, "disguise"), limit), DISGUISE_NAMES)


def by_level(session: Session, states: Collection[LeadState]) -> dict[str, int]:
    """Leads of each level that stand in one of these states."""
    return dict(_counted(session, "level", states))


def by_region(session: Session, *, within: str = "", limit: int = 10) -> list[Bar]:
    """The provinces with most leads, or within a city its banners and counties (旗县区).

    What lies in a division counts as the division's; sellers who show no place come last.
    """
    regions = _counted(session, "region")
    counts: Counter[str] = Counter()
    for code, count in sorted(regions.items(), key=lambda item: (-item[1], item[0])):
        if not code:
            continue
        if not within:
            counts[code[:PROVINCE]] += count
        elif code.startswith(within) and len(code) == (COUNTY if len(within) >= CITY else CITY):
            counts[code] += count
    bars = [Bar(key=code, name=region_name(code), count=n) for code, n in counts.most_common(limit)]
    unknown = regions.get("", 0)
    return (
        bars if within or not unknown else [*bars, Bar(key=NOWHERE, name="未公示", count=unknown)]
    )


def _counted(
    session: Session, dimension: str, states: Collection[LeadState] = COUNTED
) -> dict[str, int]:
    counts = {
        key: sum(number for state, number in by_state.items() if state in states)
        for key, by_state in stock_of(session, dimension).items()
    }
    return {key: number for key, number in counts.items() if number}


def _most(counts: Mapping[str, int], limit: int) -> list[tuple[str, int]]:
    """Those with most leads; leads without a key are left out."""
    named = [(key, number) for key, number in counts.items() if key]
    return sorted(named, key=lambda item: (-item[1], item[0]))[:limit]


def _bars(counts: list[tuple[str, int]], names: Mapping[str, str]) -> list[Bar]:
    return [Bar(key=key, name=names.get(key, key), count=count) for key, count in counts]
