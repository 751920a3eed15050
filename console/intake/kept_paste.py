"""Keeping pasted offers (手工录入线索): listings with what is known, assessed at once; pages that may be visited
are left to a task."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa

from classifiers.scoring.assess import assess_listings
from console.intake.kept_page import keep_listings, masked_listing
from console.intake.pasted_item import PastedItem
from console.intake.share_platforms import host_matches, share_platforms
from crawler.frontier.listing_key import listing_key
from storage.audit import trail
from storage.base.database import Database
from storage.base.settings import Settings
from storage.files.contact_key import contact_key
from storage.listings.store import SeenListing
from storage.materials.store import assign_to_listing
from storage.records import Listing
from storage.tables import LeadRow

_UNTITLED = "（未知标题）"


@dataclass(frozen=True, kw_only=True)
class KeptItem:
    """One pasted offer as it was kept."""

    item: PastedItem
    listing: int
    lead: int | None


@dataclass(frozen=True, kw_only=True)
class KeptPaste:
    """What a paste became."""

    listings: tuple[KeptItem, ...]
    pages: tuple[str, ...]
    """Addresses that a task may visit: of sites that stand open."""


def is_walled(url: str) -> bool:
    """Whether an address is of a platform that shows nothing to a visitor who is not signed in."""
    host = urlsplit(url).hostname or ""
    return any(host_matches(host, platform) for platform in share_platforms())


def keep_paste(
    database: Database, settings: Settings, items: Sequence[PastedItem], *, officer: str
) -> KeptPaste:
    """Keep what is known of each offer; what has only an address of an open site is left for a crawl."""
    pages = tuple(item.url for item in items if item.url and not is_walled(item.url))
    secret = contact_key(settings.home)
    entered = [
        (item, _masked(item, secret))
        for item in items
        if item.title or item.picture or item.url not in pages
    ]
    numbers = keep_listings(database, [entry for _, entry in entered])
    if numbers:
        assess_listings(database, settings, list(numbers.values()))
    with database.begin() as session:
        trail.record(session, actor=officer, act="paste.keep", subject="paste", count=len(entered))
        query = sa.select(LeadRow.listing_id, sa.func.min(LeadRow.id)).group_by(LeadRow.listing_id)
        for item, entry in entered:
            if item.material is not None:
                listing = numbers[entry.key]
                assign_to_listing(session, item.material, listing, officer=officer)
        rows = session.execute(query.where(LeadRow.listing_id.in_(numbers.values())))
        leads = {row[0]: row[1] for row in rows}
    listings = tuple(
        KeptItem(item=item, listing=numbers[entry.key], lead=leads.get(numbers[entry.key]))
        for item, entry in entered
    )
    return KeptPaste(listings=listings, pages=pages)


def _masked(item: PastedItem, secret: bytes) -> SeenListing:
    listing = pasted_listing(item)
    key = listing_key(listing) if item.url else listing.url[:600]
    return masked_listing(key, listing, secret)


def pasted_listing(item: PastedItem) -> Listing:
    """A listing with what the words told. Without an address it is named by its code or its words: no
    browser opens that, so nothing is ever captured in its place."""
    words = (item.picture or hashlib.sha256(item.text.encode()).hexdigest())[:16]
    place = item.platform or "unknown"
    attributes = {"来源": "手工录入（截图）" if item.picture else "手工录入（分享文本）"}
    if item.code:
        attributes["口令"] = item.code
    return Listing(
        url=item.url or f"share:{place}/{item.code or words}",
        title=item.title or _UNTITLED,
        price=item.price,
        currency="CNY" if item.price is not None else None,
        shop=item.shop,
        platform=item.platform,
        attributes=attributes,
        image_text=item.text if item.picture else None,
    )
