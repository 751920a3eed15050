"""Where a lead belongs on a map of goods: region × goods × platform, as counts group it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from alerts.text.plain_text import masked_line
from storage.listings.regions import region_by_places
from storage.records import Listing

UNKNOWN = "未显示"
OTHER_GOODS = "其他商品"
_REMEMBERED = 4_096
"""Places, categories and platforms that are remembered; chosen by hand."""


@dataclass(frozen=True, kw_only=True, order=True)
class LeadPlace:
    """Region, goods and platform of a lead."""

    region: str
    goods: str
    platform: str


def lead_place(listing: Listing, right_goods: Sequence[str], platform: str) -> LeadPlace:
    """The place of a lead on this listing; goods are named as the right designates them."""
    operator = listing.operator
    facts = PlaceFacts(
        title=listing.title,
        category=listing.category[-1] if listing.category else None,
        address=operator.address if operator else None,
        credit_code=operator.credit_code if operator else None,
        location=listing.location,
        platform=platform,
    )
    return place_of(facts, right_goods)


class PlaceFacts(NamedTuple):
    """What a listing says of its place; a report reads no more of thousands of listings."""

    title: str
    category: str | None
    """The narrowest."""
    address: str | None
    """Of the operator, as the next."""
    credit_code: str | None
    location: str | None
    platform: str


def place_of(facts: PlaceFacts, right_goods: Sequence[str]) -> LeadPlace:
    """As `lead_place`."""
    return LeadPlace(
        region=_region(facts.address, facts.credit_code, facts.location),
        goods=_goods(facts.title, facts.category, right_goods),
        platform=_masked(facts.platform, 60),
    )


_masked = lru_cache(_REMEMBERED)(masked_line)


@lru_cache(_REMEMBERED)
def _region(address: str | None, credit_code: str | None, location: str | None) -> str:
    region = region_by_places(address, credit_code, location)
    return region.name if region else masked_line(location, 20) or UNKNOWN


def _goods(title: str, category: str | None, right_goods: Sequence[str]) -> str:
    named = [goods for goods in right_goods if goods in title]
    if named:
        return max(named, key=len)
    return OTHER_GOODS if category is None else _masked(category, 20)
