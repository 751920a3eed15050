"""Price curve (价格曲线) of a listing: its versions as steps of a small SVG, and as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from console.web.leads.listing_versions import VersionChange
from console.words.prices import show_price
from storage.tables import ListingVersionRow

WIDTH, HEIGHT = 360, 72
"""Units of the drawing; it is scaled to its column."""
_MARGIN = 6
"""Units kept free on each side, so that dots are whole."""


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """One version of the listing on the curve and in the table."""

    at: datetime
    price: str
    x: float
    y: float
    sales: int | None
    changed: str
    """Names of the fields that this version changed; empty for the first."""


@dataclass(frozen=True, kw_only=True)
class PriceCurve:
    """The curve, oldest version first."""

    points: Sequence[CurvePoint]
    path: str
    """`d` of an SVG path: a price holds until the next version."""
    lowest: str
    highest: str
    last_seen_at: datetime


def read_price_curve(
    versions: Sequence[ListingVersionRow],
    changes: Sequence[VersionChange],
    *,
    last_seen_at: datetime,
) -> PriceCurve | None:
    """The curve of versions and their changes, both the newest first; None for fewer than two versions
    with a price."""
    changed = {
        change.seen_at: "、".join(field.name for field in change.fields) for change in changes
    }
    priced = [(row, row.record.price) for row in reversed(versions) if row.record.price is not None]
    if len(priced) < 2:
        return None
    prices = [price for _, price in priced]
    newest = priced[-1][0]
    first, last = priced[0][0].seen_at, max(last_seen_at, newest.seen_at)
    points = [
        CurvePoint(
            at=row.seen_at,
            price=show_price(price, row.record.currency),
            x=_across(row.seen_at, first, last),
            y=_upward(price, min(prices), max(prices)),
            sales=row.record.sales,
            changed=changed.get(row.seen_at, ""),
        )
        for row, price in priced
    ]
    return PriceCurve(
        points=points,
        path=_steps(points),
        lowest=show_price(min(prices), newest.record.currency),
        highest=show_price(max(prices), newest.record.currency),
        last_seen_at=last,
    )


def _across(at: datetime, first: datetime, last: datetime) -> float:
    span = (last - first).total_seconds()
    share = (at - first).total_seconds() / span if span else 0.5
    return round(_MARGIN + share * (WIDTH - 2 * _MARGIN), 1)


def _upward(price: Decimal, lowest: Decimal, highest: Decimal) -> float:
    span = float(highest - lowest)
    share = float(price - lowest) / span if span else 0.5
    return round(HEIGHT - _MARGIN - share * (HEIGHT - 2 * _MARGIN), 1)


def _steps(points: Sequence[CurvePoint]) -> str:
    steps = [f"M{points[0].x} {points[0].y}"]
    steps += [f"H{point.x}V{point.y}" for point in points[1:]]
    return "".join([*steps, f"H{WIDTH - _MARGIN}"])
