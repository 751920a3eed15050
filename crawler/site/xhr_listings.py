"""Listings in the JSON that a page loaded for itself (页面自身的数据接口)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.http.fetcher import Fetched
from storage.records import Listing
from storage.tables.base import now

_FILLED = (
    *("price", "currency", "brand", "shop", "shop_url", "location"),
    *("description", "item_id", "sku", "sales", "availability"),
)


def xhr_listings(fetched: Fetched) -> Iterator[Listing]:
    """Every offer that the page's own data names, under the page's address and the item's id."""
    if fetched.rendering is None:
        return
    # Loaded with the first drawn page: plain crawls do without these readers.
    from crawler.extract.listing_facts import make_listing
    from crawler.extract.structured.page_state import find_items
    from crawler.extract.structured.state_item import item_facts

    host = urlsplit(fetched.url).hostname
    for answer in fetched.rendering.data:
        for item in find_items(answer.json, now()):
            facts = item_facts(item, fetched.url)
            if not facts.get("title") or facts.get("price") is None or not facts.get("item_id"):
                continue
            facts["platform"] = host
            yield make_listing(f"{fetched.url.partition('#')[0]}#item={facts['item_id']}", facts)


def filled(listing: Listing, offers: Iterable[Listing]) -> Listing:
    """The listing with what its page does not show but its data says, matched by the title."""
    for offer in offers:
        if offer.title == listing.title:
            missing = {
                name: getattr(offer, name)
                for name in _FILLED
                if getattr(listing, name) is None and getattr(offer, name) is not None
            }
            return replace(listing, **missing)
    return listing
