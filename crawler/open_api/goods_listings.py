"""The goods of one answer as they are stored (接口商品入库): keyed as a crawl keys them, richer content kept.

An API says less of goods than their page does. Where a listing is stored already, what the API leaves
out stays, so that the same goods do not change with every way by which they are met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from crawler.open_api.answer import Goods
from crawler.open_api.description import ApiDescription
from crawler.open_api.item import item_addresses, listing_in
from crawler.run.item_listings import listing_of
from storage.listings.store import SeenListing, current_listings
from storage.records import Listing

_LEFT_TO_PAGES = ("images", "shop_url", "location", "brand", "category", "description", "item_id")
"""Fields of which a page's own account stays: both name them, each in its own spelling."""


def goods_listings(
    description: ApiDescription, goods: Goods, contact_key: bytes, aliases: dict[str, str]
) -> tuple[list[SeenListing], Counter[str]]:
    """The listings of an answer, each once, and how many items were dropped for want of id or title.

    `aliases` learns which addresses mean the same goods: an item that comes with one id here and with
    another there is one listing, once an item named both.
    """
    for item in goods.items:
        best, *weaker = [*item_addresses(description.addresses, item)] or [""]
        aliases.update({address: best for address in weaker if address != best})
    counts: Counter[str] = Counter()
    listings: dict[str, SeenListing] = {}
    for item in goods.items:
        listing = listing_in(description, item, aliases)
        if listing is None:
            counts["items_dropped"] += 1
            continue
        entry = listing_of(listing, contact_key)
        listings.setdefault(entry.key, entry)
    return list(listings.values()), counts


def with_stored_fields(session: Session, listings: Iterable[SeenListing]) -> list[SeenListing]:
    """The same listings, each with what is stored of it and the API does not say."""
    entries = list(listings)
    stored = current_listings(session, [entry.key for entry in entries])
    return [_merged(entry, stored) for entry in entries]


def _merged(entry: SeenListing, stored: Mapping[str, Listing]) -> SeenListing:
    before = stored.get(entry.key)
    if before is None:
        return entry
    fresh = entry.listing
    changes: dict[str, object] = {
        name: value
        for name, value in vars(fresh).items()
        if value not in (None, (), {}) and not (name in _LEFT_TO_PAGES and getattr(before, name))
    }
    changes["attributes"] = {**fresh.attributes, **before.attributes}
    return replace(entry, listing=replace(before, **changes))  # type: ignore[arg-type]
