"""风险预警 for everybody: the list, one bulletin, the feed; publishing and taking down."""

from __future__ import annotations

import dataclasses
import hashlib

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import APPROVERS, EVERYONE, Page
from console.web.warning_feed import build_feed
from storage.base.vocabulary import APPROVED_NOTICES
from storage.tables import NoticeRow
from storage.views.published_warnings import find_published, published_warnings

NEWEST = 100
"""Bulletins on the list and in the feed: years of an office's."""
KEPT_SECONDS = 300
"""How long others may keep a public page; a warning taken down is gone everywhere after it."""


def show(visit: Visit) -> Response:
    """The published warnings, newest first."""
    with visit.database.read() as session:
        warnings = published_warnings(session, NEWEST)
    return _public(visit, _stranger(visit).page("warnings.html", warnings=warnings))


def read(visit: Visit) -> Response:
    """The text of one approved bulletin."""
    with visit.database.read() as session:
        warning = find_published(session, visit.number())
    return _public(visit, _stranger(visit).page("warning.html", warning=warning))


def feed(visit: Visit) -> Response:
    """The same list for feed readers."""
    with visit.database.read() as session:
        warnings = published_warnings(session, NEWEST)
    address = str(visit.settings.console_url or visit.request.base_url).rstrip("/")
    content = build_feed(warnings, office=visit.settings.office_name, address=address)
    return _public(visit, Response(content, media_type="application/atom+xml"))


def publish(visit: Visit) -> Response:
    """Put an approved warning on the public page."""
    from alerts.letters.workflow.publication import publish as publish_warning

    with visit.database.begin() as session:
        publish_warning(session, visit.settings, visit.number(), by=visit.name)
    return visit.go(f"/notices/{visit.number()}")


def unpublish(visit: Visit) -> Response:
    """Take a warning off the public page."""
    from alerts.letters.workflow.publication import unpublish as unpublish_warning

    with visit.database.begin() as session:
        why = visit.need("why", "原因")
        unpublish_warning(session, visit.number(), by=visit.name, why=why)
    return visit.go(f"/notices/{visit.number()}")


def may_publish(visit: Visit, row: NoticeRow) -> bool:
    """Whether the letter's page offers the button to this officer."""
    from alerts.letters.gather.recipients import PUBLIC

    approved = row.record.approved
    audience = approved.fields.get("audience") if approved else None
    return visit.may(APPROVERS) and audience == PUBLIC and row.state in APPROVED_NOTICES


def _stranger(visit: Visit) -> Visit:
    """The same page for everybody: no officer's name or form may lie in somebody's cache."""
    return dataclasses.replace(visit, officer=None)


def _public(visit: Visit, response: Response) -> Response:
    """May be kept for a while, then asked again by its tag."""
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    headers = {"cache-control": f"public, max-age={KEPT_SECONDS}", "etag": tag}
    asked = visit.request.headers.get("if-none-match", "")
    if tag in (part.strip().removeprefix("W/") for part in asked.split(",")):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response


PAGES = (
    Page(path="/warnings", act=show, who=EVERYONE),
    Page(path="/warnings/{id:int}", act=read, who=EVERYONE),
    Page(path="/warnings.xml", act=feed, who=EVERYONE),
    Page(path="/notices/{id:int}/publish", act=publish, who=APPROVERS, method="POST"),
    Page(path="/notices/{id:int}/unpublish", act=unpublish, who=APPROVERS, method="POST"),
)
