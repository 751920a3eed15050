"""Look-ups while somebody types (联想): rights by a few letters, as JSON."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from console.web.page_request import PageRequest
from console.web.route import SIGNED_IN, Route
from storage.views.queue.right_suggestions import suggest_rights

_MOST = 50
"""Rights of one answer; chosen by hand."""


def look_up_rights(request: PageRequest) -> Response:
    """The rights that the letters in `q` may mean, at most `limit` of them (20, at most 50)."""
    limit = min(_MOST, max(1, request.query_number("limit", 20)))
    with request.database.read() as session:
        rights = suggest_rights(session, request.query.get("q", "").strip()[:100], limit=limit)
    return JSONResponse(
        {
            "options": [
                {
                    "value": right.id,
                    "text": right.text,
                    "detail": " ".join(filter(None, (right.registration_no, right.holder))),
                }
                for right in rights
            ]
        }
    )


ROUTES = (Route(path="/rights/suggestions.json", handler=look_up_rights, roles=SIGNED_IN),)
