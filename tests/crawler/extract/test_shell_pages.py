"""An empty shell wants a browser, unless its own data already tells what a browser would show."""

from __future__ import annotations

import json

from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page

_GOODS = "https://shop.example/goods/30018.html"
_LIST = "https://shop.example/category/mianfen"


def _read(url: str, data: object) -> PageReading:
    state = f"<script>window.__STATE__ = {json.dumps(data)}</script>" if data else ""
    shell = "<html><head><title>示例商城</title></head><body><div id=app></div>"
    return read_page(
        Page(url=url, text=f"{shell}{state}<script src=/app.js></script></body></html>")
    )


def test_a_shell_without_data_wants_a_browser() -> None:
    assert _read(_GOODS, None).needs_script


def test_goods_told_in_the_data_want_none() -> None:
    reading = _read(_GOODS, {"goods": {"id": 30018, "title": "示例 雪花粉 5kg", "price": "39.90"}})
    assert reading.kind == "listing"
    assert str(reading.listing and reading.listing.price) == "39.90"
    assert not reading.needs_script


def test_goods_without_a_price_still_want_one() -> None:
    assert _read(_GOODS, {"goods": {"id": 30018, "title": "示例 雪花粉 5kg"}}).needs_script


def _items(address: str) -> dict[str, object]:
    numbers = range(30018, 30024)
    return {
        "list": [
            {"title": f"示例 雪花粉 {n}", "price": "39.90", "detailUrl": address.format(n=n)}
            for n in numbers
        ]
    }


def test_a_list_told_in_the_data_wants_none() -> None:
    reading = _read(_LIST, _items("/goods/{n}.html"))
    assert (reading.kind, len(reading.cards)) == ("list", 6)
    assert not reading.needs_script


def test_a_list_whose_data_lead_nowhere_still_wants_one() -> None:
    assert _read(_LIST, _items("")).needs_script
