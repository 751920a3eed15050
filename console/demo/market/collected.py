"""示例集市: a server-rendered platform with JSON-LD, categories, search, shops and 亮照 pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from console.demo.market.catalogue import Good, find_good, shelf
from console.demo.market.day import MarketDay
from console.demo.market.paging import cut_page
from console.demo.market.pictures import draw_picture

PAGE_SIZE = 10
"""Goods on one page of a list."""

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates" / "collected"),
    autoescape=True,
    undefined=StrictUndefined,
)


def collected_site(day: MarketDay) -> Starlette:
    """The application; it reads `day` anew with every request."""
    pages = _CollectedPages(day)
    return Starlette(
        routes=[
            Route("/", pages.home),
            Route("/index.html", lambda _request: RedirectResponse("/", 301)),
            Route("/category/{name}", pages.category),
            Route("/search", pages.search),
            Route("/item/{number:int}.html", pages.item),
            Route("/shop/{shop}", pages.shop),
            Route("/shop/{shop}/licence", pages.licence),
            Route("/images/{name}.png", picture),
            Route("/cart", lambda _request: HTMLResponse("购物车是空的")),
            Route("/robots.txt", robots),
            Route("/sitemap.xml", pages.sitemap),
        ]
    )


class _CollectedPages:
    """The site's pages on whichever day it is."""

    def __init__(self, day: MarketDay) -> None:
        self._day = day

    def _goods(self) -> list[Good]:
        return shelf("collected", self._day.number)

    def _page(self, name: str, status: int = 200, **variables: Any) -> HTMLResponse:
        categories = list(dict.fromkeys(good.category for good in self._goods()))
        template = _templates.get_template(name)
        html = template.render(categories=categories, day=self._day.number, **variables)
        return HTMLResponse(html, status)

    def _list(self, request: Request, heading: str, goods: list[Good]) -> Response:
        if request.query_params.get("sort") == "price":
            goods = sorted(goods, key=lambda good: good.price_on(self._day.number))
        cut = cut_page(goods, request.query_params.get("page"), PAGE_SIZE)
        if cut is None:
            return self._page("missing.html", 404)
        filters = {k: v for k, v in request.query_params.items() if k in ("q", "sort")}
        return self._page(
            "list.html", heading=heading, cut=cut, path=request.url.path, filters=filters
        )

    def home(self, request: Request) -> Response:
        return self._list(request, "全部商品", self._goods())

    def category(self, request: Request) -> Response:
        name = request.path_params["name"]
        goods = [good for good in self._goods() if good.category == name]
        return self._list(request, name, goods) if goods else self._page("missing.html", 404)

    def search(self, request: Request) -> Response:
        words = request.query_params.get("q", "").split()
        goods = [good for good in self._goods() if all(word in good.title for word in words)]
        return self._list(request, "搜索结果", goods)

    def item(self, request: Request) -> Response:
        day = self._day.number
        good = find_good("collected", request.path_params["number"])
        if good is None or good.first_day > day:
            return self._page("missing.html", 404)
        if good.was_removed(day):
            soft = good.gone == "notice"
            return self._page("removed.html") if soft else self._page("missing.html", 404)
        return self._page("item.html", good=good, data=_json_ld(request, good, day))

    def shop(self, request: Request) -> Response:
        goods = [good for good in self._goods() if good.seller.id == request.path_params["shop"]]
        if not goods:
            return self._page("missing.html", 404)
        return self._page("shop.html", seller=goods[0].seller, goods=goods)

    def licence(self, request: Request) -> Response:
        sellers = {good.seller.id: good.seller for good in self._goods()}
        seller = sellers.get(request.path_params["shop"])
        if seller is None:
            return self._page("missing.html", 404)
        return self._page("licence.html", seller=seller)

    def sitemap(self, request: Request) -> Response:
        urls = [f"{request.base_url}item/{good.id}.html" for good in self._goods()]
        xml = _templates.get_template("sitemap.xml").render(urls=urls)
        return Response(xml, media_type="application/xml")


def robots(request: Request) -> Response:
    """robots.txt: the cart is closed, the site map is named."""
    return PlainTextResponse(
        f"User-agent: *\nDisallow: /cart\nSitemap: {request.base_url}sitemap.xml\n"
    )


def picture(request: Request) -> Response:
    """The photograph of that name."""
    return Response(draw_picture(request.path_params["name"]), media_type="image/png")


def _json_ld(request: Request, good: Good, day: int) -> str:
    base = str(request.base_url)
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": good.title,
        "sku": str(good.id),
        "brand": {"@type": "Brand", "name": good.brand},
        "category": good.category,
        "description": good.description,
        "image": [f"{base}images/{good.picture}.png"],
        "additionalProperty": [
            {"@type": "PropertyValue", "name": name, "value": value}
            for name, value in good.attributes.items()
        ],
        "offers": {
            "@type": "Offer",
            "price": str(good.price_on(day)),
            "priceCurrency": "CNY",
            "availability": "https://schema.org/InStock",
            "url": f"{base}item/{good.id}.html",
            "seller": {
                "@type": "Organization",
                "name": good.seller.name,
                "url": f"{base}shop/{good.seller.id}",
            },
        },
    }
    # `</script>` inside a string would end the block.
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
