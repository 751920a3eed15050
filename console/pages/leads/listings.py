"""已采商品: every listing that was seen, the newest first, whether it became a lead or not."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import SIGNED_IN, Page
from storage.views.funnel import count_listings
from storage.views.listing_list import find_listings

_SIZE = 50


def show(visit: Visit) -> Response:
    """Listings of all platforms or of one; `before` continues behind a row."""
    platform = visit.query.get("platform", "").strip().lower()
    before = visit.whole("before", 0)
    with visit.database.read() as session:
        found = find_listings(session, platform or None, before=before or None, limit=_SIZE + 1)
        total = None if platform else count_listings(session)
    return visit.page(
        "listings.html",
        listings=found[:_SIZE],
        more=found[_SIZE - 1].id if len(found) > _SIZE else None,
        total=total,
        platform=platform,
        before=before,
    )


PAGES = (Page(path="/listings", act=show, who=SIGNED_IN),)
