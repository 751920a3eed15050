"""换链接再上架: later listings that look like the one an officer confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.text.plain_text import one_line
from storage.base.vocabulary import Presence, Verdict
from storage.leads.lifecycle import load_lead
from storage.leads.picture_hashes import pictures_of, pictures_since
from storage.listings.contact_hashes import contacts_of, shops_of_contacts
from storage.listings.similar_pictures import look_alike
from storage.records import Listing
from storage.tables import DecisionRow, ListingRow, ListingVersionRow

SHORTEST_PICTURE_NAME = 8
"""Characters, chosen by hand: `1.jpg` or `main.png` says nothing; picture names that platforms make
are long."""

GROUND_NAMES = {
    "picture": "同一图片",
    "shop": "同一店铺",
    "operator": "同一经营者",
    "contact": "同一联系方式",
    "title": "相同标题",
}


@dataclass(frozen=True, kw_only=True)
class Relisting:
    """One listing that may be the removed one under another address."""

    listing_id: int
    url: str
    shop: str | None
    grounds: tuple[str, ...]
    """picture, shop, operator, contact, title."""

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "grounds": list(self.grounds)}


def find_relistings(session: Session, lead_id: int, *, limit: int = 20) -> list[Relisting]:
    """Listings first seen after the lead was confirmed, with the same picture, shop, operator,
    contact or title; those with most in common first. A same seller alone is a ground only with the
    title or a picture, since an honest shop goes on selling. Pictures are the same by name, or, where
    both listings were captured, by what they show."""
    lead = load_lead(session, lead_id)
    old = _listing_of(session, lead.version_id)
    since = session.scalar(
        sa.select(sa.func.min(DecisionRow.decided_at)).where(
            DecisionRow.lead_id == lead_id, DecisionRow.verdict == Verdict.CONFIRMED
        )
    )
    if since is None:
        return []
    alike = _look_alikes(session, lead.listing_id, since)
    partners = _contact_partners(session, lead.listing_id)
    relistings = []
    for row, version in _later(session, lead.listing_id, since):
        new = version.record
        grounds = tuple(_grounds(old, new, row.id in alike, row.shop_id in partners))
        if set(grounds) & {"picture", "title"}:
            relistings.append(
                Relisting(listing_id=row.id, url=row.url, shop=new.shop, grounds=grounds)
            )
    return sorted(relistings, key=lambda r: (-len(r.grounds), r.listing_id))[:limit]


def _listing_of(session: Session, version_id: int) -> Listing:
    return session.get_one(ListingVersionRow, version_id).record


def _later(
    session: Session, listing_id: int, since: datetime
) -> Iterator[tuple[ListingRow, ListingVersionRow]]:
    query = (
        sa.select(ListingRow, ListingVersionRow)
        .join(ListingVersionRow, ListingVersionRow.id == ListingRow.version_id)
        .where(
            ListingRow.first_seen_at > since,
            ListingRow.id != listing_id,
            ListingRow.presence == Presence.PRESENT,
        )
        .order_by(ListingRow.id)
    )
    yield from session.execute(query).all()


def _look_alikes(session: Session, listing_id: int, since: datetime) -> set[int]:
    """Later listings with a picture that looks like one of this listing."""
    pictures = pictures_of(session, [listing_id]).get(listing_id)
    if not pictures:
        return set()
    later = pictures_since(session, since)
    return {listing for listing, hashes in later.items() if look_alike(pictures, hashes)}


def _contact_partners(session: Session, listing_id: int) -> frozenset[int]:
    """Other shops that showed a contact of this listing's shop."""
    shop = session.get_one(ListingRow, listing_id).shop_id
    if shop is None:
        return frozenset()
    contacts = contacts_of(session, [shop]).get(shop, frozenset())
    return shops_of_contacts(session, contacts) - {shop}


def _grounds(old: Listing, new: Listing, looks_alike: bool, shares_contact: bool) -> Iterator[str]:
    if looks_alike or pictures(old) & pictures(new):
        yield "picture"
    if old.shop and (old.shop, old.platform) == (new.shop, new.platform):
        yield "shop"
    if old.operator and new.operator and _same_operator(old, new):
        yield "operator"
    if shares_contact:
        yield "contact"
    if one_line(old.title) == one_line(new.title):
        yield "title"


def _same_operator(old: Listing, new: Listing) -> bool:
    assert old.operator is not None
    assert new.operator is not None
    if old.operator.credit_code and new.operator.credit_code:
        return old.operator.credit_code == new.operator.credit_code
    return old.operator.name is not None and old.operator.name == new.operator.name


def pictures(listing: Listing) -> frozenset[str]:
    """Names that stand for the listing's pictures wherever they are served from."""
    names = (urlsplit(image).path.rsplit("/", 1)[-1].lower() for image in listing.images)
    return frozenset(name for name in names if len(name) >= SHORTEST_PICTURE_NAME)
