"""Where the leads are (分布): ranked counts by right, platform, region, disguise and level.

Each count is that of the view its row leads to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.disguises import DISGUISE_NAMES
from storage.listings.regions import CITY, COUNTY, PROVINCE, region_name
from storage.tables import LeadRow, RightRow
from storage.views.lead_queue import NOWHERE, LeadFilter, narrowed


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row of a ranked list: what the filter takes, what an officer reads, how many leads."""

    key: str
    name: str
    count: int


def by_right(session: Session, filters: LeadFilter, *, limit: int = 10) -> list[Bar]:
    """The rights with most leads."""
    counts = _counted(session, filters, LeadRow.right_id, limit=limit)
    names = session.execute(
        sa.select(RightRow.id, RightRow.text).where(RightRow.id.in_(key for key, _ in counts))
    ).all()
    return _bars(counts, {row.id: row.text for row in names})


def by_platform(session: Session, filters: LeadFilter, *, limit: int = 10) -> list[Bar]:
    """The platforms with most leads."""
    return _bars(_counted(session, filters, LeadRow.platform, limit=limit), {})


def by_disguise(session: Session, filters: LeadFilter, *, limit: int = 10) -> list[Bar]:
    """The disguises with most leads."""
    return _bars(_counted(session, filters, LeadRow.disguise, limit=limit), DISGUISE_NAMES)


def by_level(session: Session, filters: LeadFilter) -> dict[str, int]:
    """Leads of each level."""
    return dict(_counted(session, filters, LeadRow.level, limit=10))


def by_region(
    session: Session, filters: LeadFilter, *, within: str = "", limit: int = 10
) -> list[Bar]:
    """The provinces with most leads, or within a city its banners and counties (旗县区).

    What lies in a division counts as the division's; sellers who show no place come last.
    """
    counts: Counter[str] = Counter()
    unknown = 0
    for code, count in _counted(session, filters, LeadRow.region, limit=None, missing=True):
        if code is None:
            unknown = count
        elif not within:
            counts[code[:PROVINCE]] += count
        elif code.startswith(within) and len(code) == (COUNTY if len(within) >= CITY else CITY):
            counts[code] += count
    bars = [Bar(key=code, name=region_name(code), count=n) for code, n in counts.most_common(limit)]
    return (
        bars if within or not unknown else [*bars, Bar(key=NOWHERE, name="未公示", count=unknown)]
    )


def _counted(
    session: Session, filters: LeadFilter, column: Any, *, limit: int | None, missing: bool = False
) -> Sequence[tuple[Any, int]]:
    query = narrowed(sa.select(column, sa.func.count().label("leads")), filters).group_by(column)
    if not missing:
        query = query.where(column.is_not(None))
    rows = session.execute(query.order_by(sa.desc("leads"), column).limit(limit))
    return [(row[0], row[1]) for row in rows]


def _bars(counts: Sequence[tuple[str, int]], names: Mapping[str, str]) -> list[Bar]:
    return [Bar(key=key, name=names.get(key, key), count=count) for key, count in counts]
