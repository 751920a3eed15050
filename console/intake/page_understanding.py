"""What a sent page says and how it is assessed (读页与研判), before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from classifiers.scoring.assess import office_scorer
from classifiers.scoring.score import assess_batch, best_of
from console.intake.sent_page import SentPage, check_page
from crawler.extract.contact_masking import mask_listing
from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page
from crawler.frontier.listing_key import listing_keys
from storage.base import office_time
from storage.base.database import Database
from storage.base.errors import BadInput
from storage.base.settings import Settings
from storage.base.vocabulary import OPEN
from storage.records import Assessment, Listing
from storage.tables import LeadRow, ListingRow, PictureFileRow, ShopRow

_MOST_PICTURES = 200
"""Addresses of pictures that are looked up; chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class AssessedOffer:
    """One offer of the page with the assessment that represents it; None where no mark is there."""

    listing: Listing
    assessment: Assessment | None
    right: str | None = None
    """The right's words."""


@dataclass(frozen=True, kw_only=True)
class KnownBefore:
    """What the office already knows of a page."""

    listing: int | None = None
    leads: tuple[int, ...] = ()
    """Of this listing."""
    shop: int | None = None
    shop_leads: int = 0
    """Open leads of the shop."""
    picture_leads: tuple[int, ...] = ()
    """Of other listings that show one of the page's pictures under the same address."""


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """The reading of a page with its assessment."""

    kind: str
    offer: AssessedOffer | None
    """The page's own listing; None of a list and of a page that shows none."""
    hits: tuple[AssessedOffer, ...] = ()
    """On a list: the cards in which a mark was found, the most suspicious first."""
    cards: int = 0
    earlier: KnownBefore = KnownBefore()


def read_sent_page(page: SentPage) -> PageReading:
    """The reader's view of the sent document. Raises BadInput for a sign-in page."""
    reading = read_page(Page.from_text(page.url, page.dom, at=page.taken_at))
    if reading.kind == "blocked":
        raise BadInput("sent-page.sign-in")
    return reading


def understand(database: Database, settings: Settings, page: SentPage) -> Understanding:
    """Read and assess a page; nothing is kept. Raises BadInput."""
    check_page(page)
    reading = read_sent_page(page)
    is_list = reading.kind == "list"
    listings = list(reading.cards) if is_list else [reading.listing] if reading.listing else []
    offers = _assessed(database, settings, [mask_listing(listing) for listing in listings])
    if is_list:
        hits = sorted(
            (offer for offer in offers if offer.assessment is not None and offer.right),
            key=lambda offer: -(offer.assessment.score if offer.assessment else 0.0),
        )
        return Understanding(
            kind=reading.kind, offer=None, hits=tuple(hits), cards=len(reading.cards)
        )
    offer = offers[0] if offers else None
    with database.read() as session:
        earlier = _earlier(session, reading, offer, page) if offer else KnownBefore()
    return Understanding(kind=reading.kind, offer=offer, earlier=earlier)


def _assessed(
    database: Database, settings: Settings, listings: Sequence[Listing]
) -> list[AssessedOffer]:
    today = office_time.today()
    scorer = replace(office_scorer(database, settings, today), keep_tentative=True)
    names = {right.id: right.text for right in scorer.book}
    offers = []
    for listing, assessments in assess_batch(listings, scorer):
        best = best_of(assessments) if assessments else None
        right = names.get(best.right) if best and best.right else None
        offers.append(AssessedOffer(listing=listing, assessment=best, right=right))
    return offers


def _earlier(
    session: Session, reading: PageReading, offer: AssessedOffer, page: SentPage
) -> KnownBefore:
    key, _ = listing_keys(offer.listing, reading.canonical)
    listing = session.scalar(sa.select(ListingRow.id).where(ListingRow.key == key))
    shop = None
    if offer.listing.shop:
        name = offer.listing.shop[:300]
        platform = offer.listing.stored_platform
        shop = session.scalar(
            sa.select(ShopRow.id).where(ShopRow.platform == platform, ShopRow.name == name)
        )
    return KnownBefore(
        listing=listing,
        leads=_leads(session, LeadRow.listing_id == listing) if listing else (),
        shop=shop,
        shop_leads=len(
            _leads(session, ListingRow.shop_id == shop, LeadRow.state.in_(OPEN)) if shop else ()
        ),
        picture_leads=_picture_leads(session, listing, page),
    )


def _leads(session: Session, *conditions: sa.ColumnElement[bool]) -> tuple[int, ...]:
    query = sa.select(LeadRow.id).join(ListingRow, ListingRow.id == LeadRow.listing_id)
    return tuple(session.scalars(query.where(*conditions).order_by(LeadRow.id)))


def _picture_leads(session: Session, listing: int | None, page: SentPage) -> tuple[int, ...]:
    if not page.pictures:
        return ()
    same = sa.select(PictureFileRow.listing_id).where(
        PictureFileRow.url.in_(page.pictures[:_MOST_PICTURES]),
        PictureFileRow.listing_id != (listing or 0),
    )
    query = sa.select(LeadRow.id).where(LeadRow.listing_id.in_(same)).order_by(LeadRow.id)
    return tuple(session.scalars(query.limit(20)))
