"""Items of a spider as listings to be stored (采集项转商品信息): masked, under their keys."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from crawler.frontier.listing_key import listing_key
from storage.base.errors import BadInput
from storage.base.vocabulary import ListingKind
from storage.listings.store import SeenListing
from storage.records import Listing
from storage.tables.base import now


def listing_of(item: object, contact_key: bytes) -> SeenListing:
    """A listing under its key from what a spider yields: a dict, a Scrapy item, a dataclass, a Listing.

    `contact_key` is the office's key of contact hashes. Raises BadInput for what is no listing.
    """
    if isinstance(item, SeenListing):
        return item
    listing = item if isinstance(item, Listing) else _read_item(item)
    parts = urlsplit(listing.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput("item.url", url=listing.url)
    if listing.platform is None:
        listing = replace(listing, platform=parts.hostname)
    return masked_listing(listing_key(listing), listing, contact_key)


def _read_item(item: object) -> Listing:
    from itemadapter import ItemAdapter  # loads a second pydantic, which a site crawl does without

    if not ItemAdapter.is_item(item):
        raise BadInput("item.kind", kind=type(item).__name__)
    return Listing.from_json(ItemAdapter(item).asdict())


def masked_listing(
    key: str,
    listing: Listing,
    contact_key: bytes,
    *,
    kind: ListingKind = ListingKind.LISTING,
    own_key: str | None = None,
    is_unread: bool = False,
) -> SeenListing:
    """The listing as it is stored: contacts in its texts are masked and kept as keyed hashes."""
    # How contacts look is 20 ms to learn, which a crawl on which nothing changed does without.
    from crawler.extract.contact_masking import listing_contact_hashes, mask_listing

    public = mask_listing(listing)
    return SeenListing(
        key=key,
        listing=replace(public, seen_at=now()),
        kind=kind,
        contacts=listing_contact_hashes(listing, public, contact_key),
        own_key=own_key,
        is_unread=is_unread,
    )
