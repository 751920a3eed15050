"""示例优购: an empty shell that a script fills from JSON; half the cards are no links."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from console.demo.market.catalogue import Good, find_good, shelf
from console.demo.market.collected import picture
from console.demo.market.day import MarketDay
from console.demo.market.paging import cut_page

PAGE_SIZE = 8
"""Goods on one page of a list."""
_FILES = Path(__file__).parent / "templates" / "scripted"


def scripted_site(day: MarketDay) -> Starlette:
    """The application; it reads `day` anew with every request."""
    interface = _Interface(day)
    shell = (_FILES / "shell.html").read_text("utf-8")
    script = (_FILES / "app.js").read_text("utf-8")
    return Starlette(
        routes=[
            Route("/", lambda _request: HTMLResponse(shell)),
            Route("/goods/{number:int}", lambda _request: HTMLResponse(shell)),
            Route("/app.js", lambda _request: Response(script, media_type="text/javascript")),
            Route("/api/goods", interface.goods),
            Route("/api/goods/{number:int}", interface.good),
            Route("/images/{name}.png", picture),
            Route("/robots.txt", lambda _request: PlainTextResponse("User-agent: *\nDisallow:\n")),
        ]
    )


class _Interface:
    """What the script asks for, on whichever day it is."""

    def __init__(self, day: MarketDay) -> None:
        self._day = day

    def goods(self, request: Request) -> Response:
        goods = shelf("scripted", self._day.number)
        cut = cut_page(goods, request.query_params.get("page"), PAGE_SIZE)
        if cut is None:
            return JSONResponse({"error": "没有这一页"}, 404)
        cards = [_card(good, self._day.number) for good in cut.goods]
        return JSONResponse({"page": cut.number, "pages": cut.count, "goods": cards})

    def good(self, request: Request) -> Response:
        good = find_good("scripted", request.path_params["number"])
        if good is None or not good.is_on_shelf(self._day.number):
            return JSONResponse({"error": "商品不存在"}, 404)
        return JSONResponse(_details(good, self._day.number))


def _card(good: Good, day: int) -> dict[str, object]:
    return {
        "id": good.id,
        "title": good.title,
        "price": str(good.price_on(day)),
        "shop": good.seller.name,
        "picture": f"/images/{good.picture}.png",
    }


def _details(good: Good, day: int) -> dict[str, object]:
    return _card(good, day) | {
        "brand": good.brand,
        "category": good.category,
        "sales": good.sales,
        "attributes": dict(good.attributes),
        "description": good.description,
        "operator": dict(good.seller.operator),
    }
