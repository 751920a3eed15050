"""Stored pictures that are like one (相似图片), with their listings, shops and leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.errors import NotFound
from storage.pictures.fingerprint import Fingerprint
from storage.pictures.recognition import like_pictures
from storage.tables import LeadRow, ListingRow, PictureHashRow, PictureLikenessRow, ShopRow


@dataclass(frozen=True, kw_only=True)
class PictureMatch:
    """One picture of a listing that is like the one that was asked for."""

    likelihood: float
    """0..1, that both are the same picture."""
    picture: int
    picture_url: str
    has_thumbnail: bool
    listing: int
    title: str
    url: str
    platform: str
    shop: str | None
    shop_id: int | None
    lead: int | None
    """The first of the listing's leads, if there are any."""
    level: str | None
    """Of that lead."""
    seen_at: datetime


def pictures_like(
    session: Session, fingerprints: Sequence[Fingerprint], *, limit: int
) -> Sequence[PictureMatch]:
    """The stored pictures that are the same as a photo or as a view within it, the likeliest first."""
    likelihoods = like_pictures(session, fingerprints)
    if not likelihoods:
        return ()
    likelihood = PictureLikenessRow.likelihood * sa.case(
        likelihoods, value=PictureLikenessRow.like_id, else_=0.0
    )
    lead = sa.select(sa.func.min(LeadRow.id)).where(LeadRow.listing_id == ListingRow.id)
    first = sa.orm.aliased(LeadRow)
    best = sa.func.max(likelihood).label("likelihood")
    ranked = (
        sa.select(PictureLikenessRow.picture_id, best)
        .where(PictureLikenessRow.like_id.in_(likelihoods))
        .group_by(PictureLikenessRow.picture_id)
        .subquery()
    )
    query = (
        sa.select(
            ranked.c.likelihood, PictureHashRow.id.label("picture"),
            PictureHashRow.url.label("picture_url"),
            PictureHashRow.small.is_not(None).label("has_thumbnail"),
            ListingRow.id.label("listing"), ListingRow.title, ListingRow.url, ListingRow.platform,
            ShopRow.name.label("shop"), ListingRow.shop_id, first.id.label("lead"), first.level,
            PictureHashRow.seen_at,
        )
        .join(PictureHashRow, PictureHashRow.id == ranked.c.picture_id)
        .join(ListingRow, ListingRow.id == PictureHashRow.listing_id)
        .outerjoin(ShopRow, ShopRow.id == ListingRow.shop_id)
        .outerjoin(first, first.id == lead.scalar_subquery())
        .order_by(ranked.c.likelihood.desc(), PictureHashRow.id)
        .limit(limit)
    )  # fmt: skip
    return [PictureMatch(**row) for row in session.execute(query).mappings()]


def thumbnail(session: Session, picture: int) -> bytes:
    """The small copy of a stored picture, WebP. Raises NotFound."""
    small = session.scalar(sa.select(PictureHashRow.small).where(PictureHashRow.id == picture))
    if small is None:
        raise NotFound("picture.no-thumbnail", picture=picture)
    return small
