"""示例老店: hand-made pages in GBK without structured data; the members' branch wants a sign-in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.demo.market.catalogue import find_good, shelf
from console.demo.market.collected import picture
from console.demo.market.day import MarketDay

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates" / "plain"),
    autoescape=True,
    undefined=StrictUndefined,
)


def plain_site(day: MarketDay) -> Starlette:
    """The application; it reads `day` anew with every request."""
    pages = _PlainPages(day)
    return Starlette(
        routes=[
            Route("/", pages.home),
            Route("/item_{number:int}.html", pages.item),
            Route("/about.html", pages.about),
            Route("/member/{rest:path}", lambda _request: RedirectResponse("/login.html", 302)),
            Route("/login.html", pages.login),
            Route("/images/{name}.png", picture),
        ]
    )


class _PlainPages:
    """The site's pages on whichever day it is."""

    def __init__(self, day: MarketDay) -> None:
        self._day = day

    def _page(self, name: str, status: int = 200, **variables: Any) -> Response:
        html = _templates.get_template(name).render(day=self._day.number, **variables)
        # No charset in the header: as on many old sites only the page itself names it.
        return Response(html.encode("gb18030"), status, headers={"content-type": "text/html"})

    def home(self, _request: Request) -> Response:
        return self._page("home.html", goods=shelf("plain", self._day.number))

    def item(self, request: Request) -> Response:
        good = find_good("plain", request.path_params["number"])
        if good is None or good.behind_login or not good.is_on_shelf(self._day.number):
            return self._page("missing.html", 404)
        return self._page("item.html", good=good)

    def about(self, _request: Request) -> Response:
        return self._page("about.html", seller=shelf("plain", self._day.number)[0].seller)

    def login(self, _request: Request) -> Response:
        return self._page("login.html")
