"""涉嫌犯罪数额监测: could what a seller turned over reach the amount of a crime (两法衔接)?

Pages show sales and prices, not turnover. Shown sales × price is an **upper bound**: the count may
include other kinds, genuine goods, returns, or be invented. The lower bound is what was sold while
we watched: the growth of the shown count at the lowest price seen. The truth lies between, and
only the books tell it; the watch says when to ask for them (移送规定 §3: reasonable suspicion).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.files.yaml_file import load_own_yaml
from storage.records import Listing
from storage.tables import LeadRow, ListingRow, ListingVersionRow


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """One amount from which a matter is a suspected crime."""

    id: str
    name: str
    amount: Decimal
    basis: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What one listing contributes, and where that was read."""

    listing_id: int
    url: str
    low: Decimal
    high: Decimal
    source: str
    """The prices, counts and moments behind the two bounds, in Chinese."""


@dataclass(frozen=True, kw_only=True)
class Turnover:
    """经营额区间 of several listings of one seller, in yuan."""

    low: Decimal
    high: Decimal
    figures: tuple[Figure, ...]
    unknown: int
    """Listings that show no count or no price in yuan: they add nothing to either bound."""

    def reaches(self, threshold: Threshold) -> str:
        """`certain`, `possible` (only the upper bound reaches it), `below`, or `unknown`."""
        if self.low >= threshold.amount:
            return "certain"
        if self.high >= threshold.amount:
            return "possible"
        return "unknown" if self.unknown else "below"


@cache
def thresholds() -> tuple[Threshold, ...]:
    """The amounts as data; see the file for what is verified."""
    text = files("alerts.insight").joinpath("crime_thresholds.yml").read_text(encoding="utf-8")
    return tuple(
        Threshold(**{**line, "amount": Decimal(line["amount"])})
        for line in load_own_yaml(text, "crime_thresholds.yml")
    )


def estimate_turnover(session: Session, lead_ids: Iterable[int]) -> Turnover:
    """The interval for these leads; a listing that is a lead of several rights counts once."""
    listings = sa.select(LeadRow.listing_id).where(LeadRow.id.in_(list(lead_ids)))
    rows = session.execute(
        sa.select(ListingRow.id, ListingRow.url, ListingVersionRow.record)
        .join(ListingVersionRow, ListingVersionRow.listing_id == ListingRow.id)
        .where(ListingRow.id.in_(listings))
        .order_by(ListingRow.id, ListingVersionRow.seen_at, ListingVersionRow.id)
    )
    versions: dict[tuple[int, str], list[Listing]] = {}
    for number, url, record in rows:
        versions.setdefault((number, url), []).append(record)
    figures = [
        _figure(number, url, seller_versions) for (number, url), seller_versions in versions.items()
    ]
    readable = tuple(figure for figure in figures if figure is not None)
    return Turnover(
        low=sum((figure.low for figure in readable), Decimal()),
        high=sum((figure.high for figure in readable), Decimal()),
        figures=readable,
        unknown=len(figures) - len(readable),
    )


def _figure(listing_id: int, url: str, versions: Sequence[Listing]) -> Figure | None:
    prices = [v.price for v in versions if v.price is not None and v.currency in (None, "CNY")]
    counts = [v.sales for v in versions if v.sales is not None and v.sales >= 0]
    if not prices or not counts:
        return None
    sold = sum(max(0, later - earlier) for earlier, later in pairwise(counts))
    return Figure(
        listing_id=listing_id,
        url=url,
        low=sold * min(prices),
        high=max(counts) * max(prices),
        source=(
            f"页面显示销量 {_span(counts)}，价格 {_span(prices)} 元，"
            f"监测到 {len(versions)} 个版本；上限＝最高销量×最高价，下限＝监测期间销量增量×最低价"
        ),
    )


def _span(values: Sequence[Decimal] | Sequence[int]) -> str:
    low, high = min(values), max(values)
    return f"{low}" if low == high else f"{low}至{high}"
