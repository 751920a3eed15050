"""风险预警 for everybody: the list, one bulletin, the feed; publishing and taking down."""

from __future__ import annotations

import dataclasses
import hashlib

from starlette.responses import Response

from alerts.letters.warnings.publication import publish, unpublish
from console.web.page_request import PageRequest
from console.web.response_guard import public_address
from console.web.route import APPROVERS, EVERYONE, Route
from console.web.warning_feed import build_feed
from storage.views.published_warnings import find_published, published_warnings

NEWEST = 100
"""Bulletins on the list and in the feed: years of an office's."""
CACHE_SECONDS = 300
"""How long a cache may hold a public page; a warning that was taken down is gone after it."""


def list_warnings(request: PageRequest) -> Response:
    """The published warnings, newest first."""
    with request.database.read() as session:
        warnings = published_warnings(session, NEWEST)
    return _cacheable(request, _anonymous(request).render("warnings.html", warnings=warnings))


def show_warning(request: PageRequest) -> Response:
    """The text of one approved bulletin."""
    with request.database.read() as session:
        warning = find_published(session, request.path_number())
    return _cacheable(request, _anonymous(request).render("warning.html", warning=warning))


def show_feed(request: PageRequest) -> Response:
    """The same list for feed readers."""
    with request.database.read() as session:
        warnings = published_warnings(session, NEWEST)
    address = public_address(request.settings, request.http)
    content = build_feed(warnings, office=request.settings.office_name, address=address)
    return _cacheable(request, Response(content, media_type="application/atom+xml"))


def publish_warning(request: PageRequest) -> Response:
    """Put an approved warning on the public page."""
    with request.database.begin() as session:
        publish(session, request.settings, request.path_number(), by=request.officer_name)
    return request.redirect(f"/notices/{request.path_number()}")


def unpublish_warning(request: PageRequest) -> Response:
    """Take a warning off the public page."""
    with request.database.begin() as session:
        why = request.required_value("why", "原因")
        unpublish(session, request.path_number(), by=request.officer_name, why=why)
    return request.redirect(f"/notices/{request.path_number()}")


def _anonymous(request: PageRequest) -> PageRequest:
    """The same page for everybody: no officer's name or form may lie in a cache."""
    return dataclasses.replace(request, officer=None)


def _cacheable(request: PageRequest, response: Response) -> Response:
    """A response that caches may hold for a while and then ask for again by its tag."""
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    headers = {"cache-control": f"public, max-age={CACHE_SECONDS}", "etag": tag}
    tags = request.http.headers.get("if-none-match", "")
    if tag in (part.strip().removeprefix("W/") for part in tags.split(",")):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response


ROUTES = (
    Route(path="/warnings", handler=list_warnings, roles=EVERYONE),
    Route(path="/warnings/{id:int}", handler=show_warning, roles=EVERYONE),
    Route(path="/warnings.xml", handler=show_feed, roles=EVERYONE),
    Route(
        path="/notices/{id:int}/publish", handler=publish_warning, roles=APPROVERS, method="POST"
    ),
    Route(
        path="/notices/{id:int}/unpublish",
        handler=unpublish_warning,
        roles=APPROVERS,
        method="POST",
    ),
)
