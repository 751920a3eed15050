"""What is stored of a page that was read (入库的商品信息): its listing, masked, under its key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from crawler.extract.contact_masking import listing_contact_hashes, mask_listing
from crawler.extract.page.page import PageReading
from crawler.frontier.listing_key import listing_key, listing_keys
from crawler.http.fetcher import Fetched
from crawler.run.xhr_listings import filled, heard_listings
from storage.base.vocabulary import ListingKind
from storage.listings.store import SeenListing
from storage.records import Listing
from storage.tables.base import now

_LITTLE_TEXT = 400
_FEWEST_OFFERS = 2


def seen_listings(
    fetched: Fetched, reading: PageReading, key: bytes, clean: str | None = None
) -> Iterator[SeenListing]:
    """The page's own listing or text; where it has neither, the offers in its own data.

    `key` is the office's contact key, `clean` the page's address without its session.
    """
    listing = reading.listing
    heard = _only_heard(fetched, reading)
    if heard:
        yield from (_seen(_heard_key(offer), offer, key) for offer in heard)
        return
    is_list = reading.kind == "page" and _is_short_list(fetched, reading)
    if listing is not None and reading.kind in ("listing", "page") and not is_list:
        if reading.kind == "listing":
            listing = filled(listing, heard_listings(fetched))
        name, own = _keys(listing, reading.canonical, clean)
        yield _seen(name, listing, key, ListingKind(reading.kind), own)


def _only_heard(fetched: Fetched, reading: PageReading) -> list[Listing]:
    """Offers in the data of a page that shows them but leads to none of them: they have no page
    of their own. A page that is one listing is not such a one."""
    leads = fetched.discovered or _leads_to_listings(reading)
    if not fetched.data or leads or reading.kind == "listing":
        return []
    offers = list(heard_listings(fetched))
    if reading.kind != "page" or reading.listing is None:
        return offers
    text = reading.listing.description or ""
    shown = [offer for offer in offers if offer.title in text]
    return shown if len(shown) >= _FEWEST_OFFERS else []


def _heard_key(offer: Listing) -> str:
    """Under the site and the item's own id, whichever page's data named it."""
    site = listing_key(replace(offer, url=urljoin(offer.url, "/")))
    return f"{site}#item={offer.item_id}"[:600]


def card_listings(reading: PageReading, key: bytes) -> Iterator[SeenListing]:
    """What the cards of a list say of listings whose pages are not visited."""
    if reading.kind == "list":
        for card in reading.cards:
            yield _seen(listing_key(card), card, key)


def _seen(
    name: str,
    listing: Listing,
    key: bytes,
    kind: ListingKind = ListingKind.LISTING,
    own: str | None = None,
) -> SeenListing:
    shown = mask_listing(listing)
    return SeenListing(
        key=name,
        listing=replace(shown, seen_at=now()),
        kind=kind,
        contacts=listing_contact_hashes(listing, shown, key),
        own_key=own,
    )


def _keys(listing: Listing, canonical: str | None, clean: str | None) -> tuple[str, str | None]:
    """A script's own page is named by its route behind the # sign."""
    route = listing.url.partition("#")[2]
    named = replace(listing, url=clean) if clean else listing
    if route.startswith(("/", "!")):
        return f"{listing_key(named, canonical)}#{route}"[:600], None
    return listing_keys(named, canonical)


def _is_short_list(fetched: Fetched, reading: PageReading) -> bool:
    """Two or three cards and no text of its own: a shelf, not a page that says something."""
    if fetched.discovered:
        return True
    text = (reading.listing.description or "") if reading.listing else ""
    return _leads_to_listings(reading) and len(text) < _LITTLE_TEXT


def _leads_to_listings(reading: PageReading) -> bool:
    return any(link.kind == "listing" for link in reading.links)
