"""仿冒网站: names of sites compared with holders' own and with marks, pages compared, leads settled."""

from __future__ import annotations

from starlette.responses import Response

from classifiers.sites.likeness import MANNER_NAMES
from classifiers.sites.stored_likenesses import enter_like_names
from console.web.form_values import form_files
from console.web.leads.capture_state import read_child_state
from console.web.page_request import PageRequest
from console.web.route import DECIDERS, SIGNED_IN, Route
from storage.base.errors import BadInput, Refused
from storage.lookalikes.name_file import names_in
from storage.lookalikes.store import (
    DNS,
    STATE_NAMES,
    count_by_state,
    find_site,
    list_sites,
    settle_site,
    sites_to_visit,
)
from storage.tables import LookalikeState

_SIZE = 50
"""Rows of a page."""
_CHILD = "lookalikes"
"""The process that visits sites or asks for names: one at a time."""
_MOST_VISITS = 20
"""Sites that one press of the button visits; as `hubiao lookalikes visit`."""


def list_page(request: PageRequest) -> Response:
    """Sites of one state; without a choice the leads."""
    chosen = request.query.get("state", LookalikeState.LEAD.value)
    state = LookalikeState(chosen) if chosen in set(LookalikeState) else LookalikeState.LEAD
    page = max(1, request.query_number("page", 1))
    with request.database.read() as session:
        lines = list_sites(session, state, offset=(page - 1) * _SIZE, limit=_SIZE + 1)
        counts = count_by_state(session)
    return request.render(
        "site_leads.html",
        lines=lines[:_SIZE],
        more=len(lines) > _SIZE,
        page=page,
        state=state,
        states=STATE_NAMES,
        counts=counts,
        manners=MANNER_NAMES,
        dns=DNS,
        most=_MOST_VISITS,
        compared=request.query_number("compared", 0),
        fresh=request.query_number("fresh", 0),
        child=read_child_state(request.settings, request.context.children, _CHILD),
        can_settle=request.has_role(DECIDERS),
    )


def compare_names(request: PageRequest) -> Response:
    """Compare the names in a file. Raises BadInput."""
    files = form_files(request, "file")
    if not files:
        raise BadInput("form.no-file")
    name, content = files[0]
    hosts = names_in(content, name)
    rows = enter_like_names(request.database, hosts, source=name, by=request.officer_name)
    return request.redirect(f"/site-leads?state=new&compared={len(hosts)}&fresh={len(rows)}")


def visit(request: PageRequest) -> Response:
    """Visit one site, or those that were not visited yet, in a process of its own."""
    if number := request.form_number("site"):
        with request.database.read() as session:
            find_site(session, number)
        targets = [str(number)]
    else:
        with request.database.read() as session:
            targets = [str(row.id) for row in sites_to_visit(session, limit=_MOST_VISITS)]
    if targets:
        _start(request, ["visit", *targets])
    return request.redirect("/site-leads?state=new")


def ask_names(request: PageRequest) -> Response:
    """Ask the name service for names like the holders', where the setting allows it. Raises Refused."""
    if not request.settings.lookalike_lookups:
        raise Refused("lookalike.lookups-off")
    _start(request, ["resolve"])
    return request.redirect("/site-leads?state=new")


def _start(request: PageRequest, arguments: list[str]) -> None:
    command = ["lookalikes", *arguments, "--as", request.officer_name]
    if not request.context.children.start(_CHILD, command):
        raise Refused("lookalike.busy")


def settle(request: PageRequest) -> Response:
    """Keep what an officer did with a site. Raises NotFound, Refused, BadInput."""
    state = request.form_value("state")
    if state not in set(LookalikeState):
        raise BadInput("lookalike.state-name", state=state, states=list(LookalikeState))
    with request.database.begin() as session:
        settle_site(session, request.path_number(), LookalikeState(state), by=request.officer_name)
    return request.redirect("/site-leads")


ROUTES = (
    Route(path="/site-leads", handler=list_page, roles=SIGNED_IN),
    Route(path="/site-leads/names", handler=compare_names, roles=DECIDERS, method="POST"),
    Route(path="/site-leads/visits", handler=visit, roles=DECIDERS, method="POST"),
    Route(path="/site-leads/lookups", handler=ask_names, roles=DECIDERS, method="POST"),
    Route(path="/site-leads/{id:int}", handler=settle, roles=DECIDERS, method="POST"),
)
