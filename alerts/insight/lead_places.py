"""Where a lead belongs on a map of goods: region × goods × platform, as counts group it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alerts.text.plain_text import masked_line
from storage.listings.regions import counted_region
from storage.records import Listing

UNKNOWN = "未显示"
OTHER_GOODS = "其他商品"


@dataclass(frozen=True, kw_only=True, order=True)
class LeadPlace:
    """Region, goods and platform of a lead."""

    region: str
    goods: str
    platform: str


def lead_place(listing: Listing, right_goods: Sequence[str], platform: str) -> LeadPlace:
    """The place of a lead on this listing; goods are named as the right designates them."""
    region = counted_region(listing)
    return LeadPlace(
        region=region.name if region else masked_line(listing.location, 20) or UNKNOWN,
        goods=_goods(listing, right_goods),
        platform=masked_line(platform, 60),
    )


def _goods(listing: Listing, right_goods: Sequence[str]) -> str:
    named = [goods for goods in right_goods if goods in listing.title]
    if named:
        return max(named, key=len)
    return masked_line(listing.category[-1], 20) if listing.category else OTHER_GOODS
