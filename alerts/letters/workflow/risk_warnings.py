"""风险预警: where confirmed leads gather (region × goods × platform), drafted as a bulletin.

Policy measure (九): watch hot regions and fields, publish risk warnings in time. Only leads that an
officer confirmed count; the bulletin says 涉嫌 and names no person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.letters.model.letter_kind import find_kind
from alerts.letters.workflow.draft import draft
from alerts.text.chinese import chinese_date
from alerts.text.plain_text import masked_line
from storage.base.errors import BadInput
from storage.base.office_time import day_of, midnight
from storage.base.settings import Settings
from storage.base.vocabulary import UPHELD
from storage.listings.regions import counted_region
from storage.records import Listing
from storage.tables import LeadRow, ListingRow, ListingVersionRow, NoticeRow, RightRow

KIND = "risk-warning"
USUAL_PERIODS = 4
"""The usual level is the mean of this many periods of the same length before; chosen by hand."""
MOST_ROWS = 10
"""Rows of the table of hot spots, chosen by hand to fit one page with its chart."""
SOURCE = (
    "数据来自公开商品页面的自动监测，经核查员确认后计入，同一商品信息只计一次；"
    f"同期常值为此前{USUAL_PERIODS}个等长期间的平均数，按线索首次出现的日期统计"
)
UNKNOWN = "未显示"


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """热点: confirmed leads of one region, goods and platform, against the usual level."""

    region: str
    goods: str
    platform: str
    count: int
    usual: float
    """Mean count of the earlier periods; 0 where there was none."""


def find_hotspots(session: Session, start: date, end: date) -> tuple[Gathering, ...]:
    """The largest gatherings of leads opened from `start` to `end`, both days included.

    Raises BadInput when the period ends before it starts.
    """
    if end < start:
        raise BadInput("period.reversed", first=start, last=end)
    length = timedelta(days=(end - start).days + 1)
    counts: Counter[tuple[str, str, str]] = Counter()
    earlier: Counter[tuple[str, str, str]] = Counter()
    for opened, place in _places(session, start - USUAL_PERIODS * length, end):
        (counts if day_of(opened) >= start else earlier)[place] += 1
    # A tie is broken by name, so that the same leads give the same table.
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Gathering(
            region=place[0],
            goods=place[1],
            platform=place[2],
            count=count,
            usual=round(earlier[place] / USUAL_PERIODS, 1),
        )
        for place, count in ranked[:MOST_ROWS]
    )


def _places(
    session: Session, start: date, end: date
) -> Iterator[tuple[datetime, tuple[str, str, str]]]:
    query = (
        sa.select(LeadRow.opened_at, ListingRow.platform, ListingVersionRow.record, RightRow.record)
        .join(ListingRow, ListingRow.id == LeadRow.listing_id)
        .join(ListingVersionRow, ListingVersionRow.id == LeadRow.version_id)
        .join(RightRow, RightRow.id == LeadRow.right_id)
        .where(
            LeadRow.state.in_(UPHELD),
            LeadRow.opened_at >= midnight(start),
            LeadRow.opened_at < midnight(end + timedelta(days=1)),
        )
        .execution_options(yield_per=1000)
    )
    for opened, platform, record, right in session.execute(query):
        listing = Listing.from_json(record)
        region = counted_region(listing)
        place = region.name if region else masked_line(listing.location, 20) or UNKNOWN
        yield opened, (place, _goods(listing, right), platform)


def _goods(listing: Listing, right: Mapping[str, Any]) -> str:
    """The right's goods that the title names, else the page's own narrowest category."""
    named = [goods for goods in right.get("goods") or () if goods in listing.title]
    if named:
        return str(max(named, key=len))
    return masked_line(listing.category[-1], 20) if listing.category else "其他商品"


def draft_warning(
    session: Session,
    settings: Settings,
    *,
    start: date,
    end: date,
    by: str,
    added: Mapping[str, Any] | None = None,
) -> NoticeRow:
    """Draft a risk warning with the period's table; what the figures mean an officer writes."""
    hotspots = [
        {name: getattr(row, name) for name in ("region", "goods", "platform", "count", "usual")}
        for row in find_hotspots(session, start, end)
    ]
    facts: dict[str, Any] = {
        "fields.period": f"{chinese_date(start)}至{chinese_date(end)}",
        "fields.source": SOURCE,
    }
    if hotspots:
        facts["hotspots"] = hotspots
    return draft(
        session,
        settings,
        kind=find_kind(KIND),
        lead_ids=(),
        by=by,
        added={**facts, **(added or {})},
    )
