"""Identity (同一性): one page and one listing under one name, however many addresses show them."""

from __future__ import annotations

from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

from storage.records import Listing


def page_address(url: str) -> str:
    """The normal form of an address: two addresses with the same one are one page."""
    return str(canonicalize_url(url))


def listing_key(listing: Listing, canonical: str | None = None) -> str:
    """What makes a listing one: the platform and its item id, else the page's own address."""
    host = urlsplit(listing.url).netloc.lower()
    if listing.item_id:
        return f"{host}#{listing.item_id}"[:600]
    return page_address(canonical or listing.url)[:600]
