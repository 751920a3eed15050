"""店铺线索: shops with imitated names (仿冒店铺名) and goods that searches for a mark list without it (关键词占用)."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import PageRequest
from console.web.route import DECIDERS, SIGNED_IN, Route
from storage.base.errors import BadInput
from storage.leads.shop_leads import SHOP_LEAD_STATE_NAMES, list_shop_leads, settle_shop_lead
from storage.records.element import NextStep
from storage.records.element_words import NEXT_STEP_NAMES
from storage.tables import ShopLeadKind, ShopLeadState

_SIZE = 50
"""Rows of a page."""
_LIKENESS_NAMES = {"same": "主体相同", "changed": "改字", "added": "加字"}


def list_leads(request: PageRequest) -> Response:
    """Leads on shops of one kind, open ones first."""
    kind = _kind(request.query.get("kind", ""))
    page = max(1, request.query_number("page", 1))
    with request.database.read() as session:
        lines = list_shop_leads(session, kind, offset=(page - 1) * _SIZE, limit=_SIZE + 1)
    return request.render(
        "shop_leads.html",
        lines=lines[:_SIZE],
        kind=kind.value,
        page=page,
        more=len(lines) > _SIZE,
        states=SHOP_LEAD_STATE_NAMES,
        likeness=_LIKENESS_NAMES,
        steps={step.value: NEXT_STEP_NAMES[step] for step in NextStep},
        can_settle=request.has_role(DECIDERS),
    )


def settle(request: PageRequest) -> Response:
    """Keep what an officer did with a lead on a shop."""
    state = request.form_value("state")
    if state not in set(ShopLeadState):
        raise BadInput("shop-lead.state", state=state)
    with request.database.begin() as session:
        row = settle_shop_lead(
            session, request.path_number(), ShopLeadState(state), by=request.officer_name
        )
        kind = row.kind.value
    return request.redirect(f"/shop-leads?kind={kind}")


def _kind(name: str) -> ShopLeadKind:
    return ShopLeadKind(name) if name in set(ShopLeadKind) else ShopLeadKind.IMITATION


ROUTES = (
    Route(path="/shop-leads", handler=list_leads, roles=SIGNED_IN),
    Route(path="/shop-leads/{id:int}", handler=settle, roles=DECIDERS, method="POST"),
)
