"""Listings whose pictures are worth a fetch (取图候选), by what is expected of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from classifiers.pictures.expected_worth import LEAST_WORTH, expected_worth
from storage.base.database import Database
from storage.leads.background import background_of, backgrounds, shops_with_open_leads
from storage.listings.picture_files import without_pictures
from storage.net.joined_address import joined
from storage.rights.store import load_rights

_LOOKED_AT = 3000
"""Listings that one search for candidates goes through at most; chosen by hand."""
_BATCH = 500
"""Listings whose background is read at a time."""


@dataclass(frozen=True, kw_only=True)
class PictureCandidates:
    """Listings whose mark may stand in the picture alone."""

    pictures: dict[int, tuple[str, ...]]
    """Picture URLs by listing, the greatest expected worth first, weighed by the holder's tier."""
    settled: tuple[int, ...]
    """Listings that need no further look: these, and those that are not worth a fetch."""


def picture_candidates(
    database: Database, *, limit: int, allowed: Callable[[str], bool], fresh: bool = False
) -> PictureCandidates:
    """The listings, at most `limit`, whose pictures are expected to show most (`expected_worth`).

    Left out is what has a kept picture and what stands on a platform that is not `allowed`. A few
    thousand listings are looked at, leads and the newest first; `fresh` looks only at those that were
    never looked at. A worth that is left over waits for the next search.
    """
    ranked: list[tuple[float, int, tuple[str, ...]]] = []
    settled: list[int] = []
    with database.read() as session:
        book = load_rights(session)
        listings = list(without_pictures(session, fresh=fresh, limit=_LOOKED_AT))
        for start in range(0, len(listings), _BATCH):
            batch = listings[start : start + _BATCH]
            numbers = [number for number, _, _ in batch]
            by_listing = backgrounds(session, numbers)
            with_leads = shops_with_open_leads(session, numbers)
            for number, listing, is_lead in batch:
                worth = expected_worth(
                    listing,
                    book,
                    background_of(by_listing, number),
                    is_lead=is_lead,
                    open_leads=number in with_leads,
                )
                if (
                    not listing.images
                    or worth.probability < LEAST_WORTH
                    or not allowed(listing.url)
                ):
                    settled.append(number)
                    continue
                images = tuple(
                    url for image in listing.images if (url := joined(listing.url, image))
                )
                ranked.append((worth.order, number, images))
    best = sorted(ranked, key=lambda row: (-row[0], -row[1]))[:limit]
    return PictureCandidates(
        pictures={number: images for _, number, images in best},
        settled=(*settled, *(number for _, number, _ in best)),
    )
