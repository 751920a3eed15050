"""What is stored of a page that was read (入库的商品信息): its listing, masked, under its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from crawler.extract.field_candidates import Source
from crawler.extract.page.page import Page, PageReading
from crawler.frontier.listing_key import listing_key, listing_keys
from crawler.http.fetcher import Fetched
from crawler.run.item_listings import masked_listing
from crawler.site.xhr_listings import filled, xhr_listings
from storage.base.vocabulary import ListingKind
from storage.listings.store import SeenListing
from storage.records import Listing
from storage.tables.base import now

_LITTLE_TEXT = 400
"""Characters of text below which a page with links to listings is a shelf; chosen by hand."""
_FEWEST_OFFERS = 2
"""Offers of a page's data that its text must show before they count as what it sells."""


def page_of(fetched: Fetched) -> Page:
    """A page for its readers, with the time at which it was fetched."""
    return Page.from_bytes(
        fetched.url, fetched.body, fetched.charset, status=fetched.status, at=now()
    )


def page_listings(
    fetched: Fetched, reading: PageReading, contact_key: bytes, clean_url: str | None = None
) -> Iterator[SeenListing]:
    """The page's own listing or text; where it has neither, the offers in its own data.

    `contact_key` is the office's contact key, `clean_url` the page's address without its session.
    """
    listing = reading.listing
    offers = _offers_without_pages(fetched, reading)
    if offers:
        yield from (masked_listing(_offer_key(offer), offer, contact_key) for offer in offers)
        return
    is_list = reading.kind == "page" and _is_short_list(fetched, reading)
    if listing is not None and reading.kind in ("listing", "page") and not is_list:
        item = goods_listing(
            listing,
            reading.canonical,
            url=fetched.url,
            clean_url=clean_url,
            offers=xhr_listings(fetched) if reading.kind == "listing" else (),
            contact_key=contact_key,
        )
        is_unread = _is_blank(reading) and item.listing.price is None
        yield replace(item, kind=ListingKind(reading.kind), is_unread=is_unread)


def goods_listing(
    listing: Listing,
    canonical: str | None,
    *,
    url: str,
    clean_url: str | None,
    offers: Iterable[Listing],
    contact_key: bytes,
) -> SeenListing:
    """The listing of one page at `url`, with what its own data say (`offers`), under its key."""
    listing = filled(listing, offers)
    if clean_url and clean_url != url:
        listing = _without_sessions(listing, url, clean_url)
    key, own_key = _keys(listing, canonical, clean_url)
    return masked_listing(key, listing, contact_key, own_key=own_key)


def _offers_without_pages(fetched: Fetched, reading: PageReading) -> list[Listing]:
    """Offers in the data of a page that shows them but leads to none of them: they have no page
    of their own. A page that is one listing is not such a one."""
    if fetched.rendering is None or not fetched.rendering.data:
        return []
    if fetched.rendering.goods_have_pages:
        return []
    if fetched.rendering.discovered or _leads_to_listings(reading) or reading.kind == "listing":
        return []
    offers = list(xhr_listings(fetched))
    if reading.kind != "page" or reading.listing is None:
        return offers
    text = reading.listing.description or ""
    visible = [offer for offer in offers if offer.title in text]
    return visible if len(visible) >= _FEWEST_OFFERS else []


def _offer_key(offer: Listing) -> str:
    """Under the site and the item's own id, whichever page's data named it."""
    site = listing_key(replace(offer, url=urljoin(offer.url, "/")))
    return f"{site}#item={offer.item_id}"[:600]


def card_listings(reading: PageReading, contact_key: bytes) -> Iterator[SeenListing]:
    """What the cards of a list say of listings whose pages are not visited."""
    if reading.kind == "list":
        for card in reading.cards:
            yield masked_listing(listing_key(card), card, contact_key)


def _is_blank(reading: PageReading) -> bool:
    """Did the page stay an empty shell? One that shows its goods' name, or that they are gone, is merely short."""
    origins = (reading.sources.get(name) for name in ("title", "availability"))
    return reading.needs_script and Source.VISIBLE not in origins


def _keys(listing: Listing, canonical: str | None, clean_url: str | None) -> tuple[str, str | None]:
    return listing_keys(replace(listing, url=clean_url) if clean_url else listing, canonical)


def _without_sessions(listing: Listing, url: str, clean_url: str) -> Listing:
    """The listing at the address without its session, and its shop without the same one: it would make a
    new version at every visit, and soon leads nowhere."""
    left = set(urlsplit(clean_url).query.split("&"))
    sessions = [pair for pair in urlsplit(url).query.split("&") if pair not in left]
    shop_url = listing.shop_url
    for pair in sessions if shop_url else ():
        shop_url = re.sub(rf"([?&]){re.escape(pair)}(?:&|$)", r"\1", shop_url or "").rstrip("?&")
    return replace(listing, url=clean_url, shop_url=shop_url)


def _is_short_list(fetched: Fetched, reading: PageReading) -> bool:
    """Two or three cards and no text of its own: a shelf, not a page that says something."""
    if fetched.rendering is not None and fetched.rendering.discovered:
        return True
    text = (reading.listing.description or "") if reading.listing else ""
    return _leads_to_listings(reading) and len(text) < _LITTLE_TEXT


def _leads_to_listings(reading: PageReading) -> bool:
    return any(link.kind == "listing" for link in reading.links)
