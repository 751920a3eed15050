"""线索页面链接: an officer gives a right holder the link to all its leads, and takes it back."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.response_guard import public_address
from console.web.route import DECIDERS, Route
from console.words.deletions import HOLDER_LINK
from storage.base.errors import BadInput, Refused
from storage.base.message import Language
from storage.rights.asked_leads import asked_leads
from storage.rights.holder_links import (
    HOLDER_PATH,
    LINK_TERMS,
    LONGEST_RECIPIENT,
    holder_links,
    make_holder_link,
    revoke_holder_link,
)
from storage.rights.store import load_holder
from storage.tables.base import now


def show_links(request: PageRequest) -> Response:
    """The holder's links with their ends and last use. Raises NotFound."""
    return _links_page(request)


def create_link(request: PageRequest) -> Response:
    """A new link; its address is shown on this one page."""
    days = request.form_value("days")
    try:
        with request.database.begin() as session:
            made = make_holder_link(
                session,
                _holder_id(request),
                recipient=request.form_value("recipient"),
                days=int(days) if days.isascii() and days.isdigit() else 0,
                actor=request.officer_name,
            )
    except (BadInput, Refused) as error:
        return _links_page(request, error=error.text(Language.CHINESE))
    address = public_address(request.settings, request.http)
    return _links_page(request, address=f"{address}{HOLDER_PATH}{made.secret}")


def revoke_link(request: PageRequest) -> Response:
    """End a link at once."""
    with request.database.begin() as session:
        link = revoke_holder_link(session, request.path_number(), actor=request.officer_name)
        holder_id = link.holder_id
    return request.redirect(f"/holders/{holder_id}/links")


def _links_page(
    request: PageRequest, *, address: str | None = None, error: str | None = None
) -> Response:
    with request.database.read() as session:
        holder = load_holder(session, _holder_id(request))
        links = holder_links(session, holder.id)
        waiting = len(asked_leads(session, holder.id, until=now()))
    return request.render(
        "holder_links.html",
        status=400 if error else 200,
        holder=holder,
        links=links,
        waiting=waiting,
        at=now(),
        terms=LINK_TERMS,
        longest=LONGEST_RECIPIENT,
        address=address,
        error=error,
        values={"recipient": request.form_value("recipient") if error else holder.contact or ""},
        is_public=request.settings.console_url is not None,
    )


def _holder_id(request: PageRequest) -> str:
    return str(request.http.path_params["id"])


ROUTES = (
    Route(path="/holders/{id}/links", handler=show_links, roles=DECIDERS),
    Route(path="/holders/{id}/links", handler=create_link, roles=DECIDERS, method="POST"),
    Route(
        path="/holder-links/{id:int}",
        handler=revoke_link,
        roles=DECIDERS,
        method="POST",
        deletes={"": HOLDER_LINK},
    ),
)
