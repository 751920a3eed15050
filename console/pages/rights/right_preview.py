"""会查到什么: a mark tried on the stored listings before it is saved."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa

from console.web.page_request import PageRequest
from storage.records import Assessment, Listing, RightsBook
from storage.tables import ListingRow, ListingVersionRow

_LATEST = 3000
"""Listings that a preview looks at, the ones seen last first."""
_BATCH = 25
"""Listings between two looks at the clock."""
_SECONDS = 6.0
"""After so many seconds a preview looks at no more listings: somebody waits for it. Chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class Caught:
    """One stored listing in which the mark was found."""

    listing: Listing
    assessment: Assessment


def preview_right(request: PageRequest, book: RightsBook) -> tuple[list[Caught], int]:
    """What the mark finds in the listings seen last, the likeliest first; and how many it saw."""
    # The classifiers take half a second and their tables to load, which no other page needs.
    from classifiers.scoring.score import assess_batch
    from classifiers.scoring.scorer import make_scorer

    with request.database.read() as session:
        records = session.scalars(
            sa.select(ListingVersionRow.record)
            .join(ListingRow, ListingRow.version_id == ListingVersionRow.id)
            .order_by(ListingRow.id.desc())
            .limit(_LATEST)
        ).all()
    scorer = make_scorer(
        book, threshold=request.settings.lead_threshold, home=request.settings.home
    )
    caught: list[Caught] = []
    tried = 0
    deadline = time.monotonic() + _SECONDS
    while tried < len(records) and time.monotonic() < deadline:
        batch = records[tried : tried + _BATCH]
        tried += len(batch)
        caught += [
            Caught(listing=listing, assessment=assessment)
            for listing, assessments in assess_batch(batch, scorer)
            for assessment in assessments
        ]
    return sorted(caught, key=lambda match: -match.assessment.score), tried
