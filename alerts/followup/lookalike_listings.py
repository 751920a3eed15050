"""换链接再上架: later listings that look like the one an officer confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from alerts.text.plain_text import one_line
from storage.base.vocabulary import Presence, Verdict
from storage.leads.lead_state import load_lead
from storage.listings.contact_hashes import contacts_of, shops_of_contacts
from storage.listings.operator_traits import contact_traits, listing_traits
from storage.listings.operators import OperatorGround, OperatorTrait, shared_grounds
from storage.pictures.recognition import picture_twins
from storage.records import Listing
from storage.records.relisting import Relisting
from storage.tables import DecisionRow, ListingRow, ListingVersionRow

_SELLER_GROUNDS = (
    ("operator", frozenset({OperatorGround.CREDIT_CODE, OperatorGround.OPERATOR})),
    ("contact", frozenset({OperatorGround.CONTACT})),
)
"""What is written down for the links of `storage.listings.operators` that point at the seller."""


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
    alike = _look_alikes(session, lead.listing_id)
    contacts, partners = _contacts(session, lead.listing_id)
    old_traits = listing_traits(old) | contacts
    relistings = []
    for row, version in _later(session, lead.listing_id, since):
        new = version.record
        new_traits = listing_traits(new) | (contacts if row.shop_id in partners else frozenset())
        links = shared_grounds(old_traits, new_traits)
        grounds = tuple(_grounds(old, new, links, looks_alike=row.id in alike))
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


def _look_alikes(session: Session, listing_id: int) -> set[int]:
    """Listings with a picture that is the same as one of this listing."""
    return set(picture_twins(session, [listing_id]).get(listing_id, {}))


def _contacts(session: Session, listing_id: int) -> tuple[frozenset[OperatorTrait], frozenset[int]]:
    """The hashed contacts of this listing's shop, and the shops beside it that showed any of them."""
    shop = session.get_one(ListingRow, listing_id).shop_id
    if shop is None:
        return frozenset(), frozenset()
    contacts = contacts_of(session, [shop]).get(shop, frozenset())
    return contact_traits(contacts), shops_of_contacts(session, contacts) - {shop}


def _grounds(
    old: Listing, new: Listing, links: Collection[OperatorGround], *, looks_alike: bool
) -> Iterator[str]:
    if looks_alike or OperatorGround.PICTURE in links:
        yield "picture"
    if old.shop and (old.shop, old.platform) == (new.shop, new.platform):
        yield "shop"
    for name, grounds in _SELLER_GROUNDS:
        if not grounds.isdisjoint(links):
            yield name
    if one_line(old.title) == one_line(new.title):
        yield "title"
