"""店铺: who sells, with what leads, under which other names."""

from __future__ import annotations

from starlette.responses import Response

from console.web.leads.network_chart import network_chart
from console.web.page_request import PageRequest
from console.web.queue.platform_names import platform_names
from console.web.route import SIGNED_IN, Route
from storage.audit import trail
from storage.base.errors import NotFound
from storage.base.reasons import REASON_BY_CODE
from storage.base.vocabulary import STATE_NAMES, LeadState, Verdict
from storage.identity_reports.comparison import check_identity
from storage.leads.shop_leads import SHOP_LEAD_STATE_NAMES, leads_of_shop
from storage.tables import ShopRow
from storage.views.shops.shop_list import find_shops
from storage.views.shops.shop_network import graphml, load_network
from storage.views.shops.shop_profile import load_shop

_SIZE = 50
"""Rows of a page."""


def list_shops(request: PageRequest) -> Response:
    """Shops with leads, repeat infringers first."""
    words = request.query.get("q", "").strip()
    page = max(1, request.query_number("page", 1))
    with request.database.read() as session:
        lines = find_shops(session, words, offset=(page - 1) * _SIZE, limit=_SIZE + 1)
    return request.render(
        "shops.html",
        shops=lines[:_SIZE],
        words=words,
        page=page,
        more=len(lines) > _SIZE,
        names=platform_names(request.settings),
    )


def show_shop(request: PageRequest) -> Response:
    """One shop's profile: leads, prices, verdicts, and the shops that go with it."""
    with request.database.read() as session:
        profile = load_shop(session, request.path_number())
        shop_leads = leads_of_shop(session, profile.shop.id)
        identity = check_identity(session, profile.shop)
        network = load_network(session, profile.shop)
    return request.render(
        "shop.html",
        profile=profile,
        names=platform_names(request.settings),
        shop_leads=shop_leads,
        identity=identity,
        network=network,
        network_chart=network_chart(network, profile.shop.id),
        shop_lead_states=SHOP_LEAD_STATE_NAMES,
        total=sum(profile.states.values()),
        verdicts={**{verdict.value: STATE_NAMES[LeadState(verdict)] for verdict in Verdict},
                  "undo": "撤销"},
        reasons={code: reason.name for code, reason in REASON_BY_CODE.items()},
    )  # fmt: skip


def export_network(request: PageRequest) -> Response:
    """The shops that go with one, and why, as GraphML; that it was taken is on record."""
    number = request.path_number()
    with request.database.begin() as session:
        shop = session.get(ShopRow, number)
        if shop is None:
            raise NotFound("shop.unknown", shop=number)
        content = graphml(load_network(session, shop))
        trail.record(
            session, actor=request.officer_name, act="shop.export", subject=f"shop:{number}"
        )
    headers = {"content-disposition": f'attachment; filename="shop-{number}.graphml"'}
    return Response(content, media_type="application/xml", headers=headers)


ROUTES = (
    Route(path="/shops", handler=list_shops, roles=SIGNED_IN),
    Route(path="/shops/{id:int}", handler=show_shop, roles=SIGNED_IN),
    Route(path="/shops/{id:int}/network.graphml", handler=export_network, roles=SIGNED_IN),
)
