"""店铺: who sells, with what leads, under which other names."""

from __future__ import annotations

from starlette.responses import Response

from console.web.page_request import Visit
from console.web.route import SIGNED_IN, Page
from storage.base.reasons import REASON_BY_CODE
from storage.base.vocabulary import STATE_NAMES, LeadState, Verdict
from storage.views.shop_list import find_shops
from storage.views.shop_profile import load_shop

_SIZE = 50


def show(visit: Visit) -> Response:
    """Shops with leads, repeat infringers first."""
    words = visit.query.get("q", "").strip()
    page = max(1, visit.whole("page", 1))
    with visit.database.read() as session:
        found = find_shops(session, words, offset=(page - 1) * _SIZE, limit=_SIZE + 1)
    return visit.page(
        "shops.html", shops=found[:_SIZE], words=words, page=page, more=len(found) > _SIZE
    )


def read(visit: Visit) -> Response:
    """One shop's profile: leads, prices, verdicts, and the shops that go with it."""
    with visit.database.read() as session:
        profile = load_shop(session, visit.number())
    return visit.page(
        "shop.html",
        profile=profile,
        total=sum(profile.states.values()),
        verdicts={**{verdict.value: STATE_NAMES[LeadState(verdict)] for verdict in Verdict},
                  "undo": "撤销"},
        reasons={code: reason.name for code, reason in REASON_BY_CODE.items()},
    )  # fmt: skip


PAGES = (
    Page(path="/shops", act=show, who=SIGNED_IN),
    Page(path="/shops/{id:int}", act=read, who=SIGNED_IN),
)
