"""已采商品: every listing that was seen, the newest first, whether it became a lead or not."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import SIGNED_IN, Route
from storage.counts.stock import count_listings
from storage.views.listing_list import find_listings

_SIZE = 50
"""Rows of a page."""


def list_listings(request: PageRequest) -> Response:
    """Listings of all platforms, of one, or of one run; `before` continues behind a row."""
    platform = request.query.get("platform", "").strip().lower()
    before = request.query_number("before", 0)
    run, with_lead = request.query_number("run", 0), request.query.get("leads") == "1"
    with request.database.read() as session:
        lines = find_listings(
            session,
            platform or None,
            before=before or None,
            limit=_SIZE + 1,
            run=run or None,
            with_lead=with_lead,
        )
        total = None if platform or run or with_lead else count_listings(session)
    return request.render(
        "listings.html",
        listings=lines[:_SIZE],
        more=lines[_SIZE - 1].id if len(lines) > _SIZE else None,
        total=total,
        platform=platform,
        before=before,
        run=run,
        view={"platform": platform, "run": run or "", "leads": "1" if with_lead else ""},
    )


ROUTES = (Route(path="/listings", handler=list_listings, roles=SIGNED_IN),)
