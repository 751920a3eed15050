"""A sign-in that a shop's scripts draw before the goods of the address that was asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crawler.extract.read_page import read_page
from crawler.http.fetcher import Fetched, LoadedDocument, Rendering
from crawler.site.page_listings import page_of
from crawler.site.sign_ins import beneath_sign_in
from storage.crawls.frontier import QueuedPage

SIGN_IN = "<title>登录</title><form><input name=phone><input type=password></form>"
GOODS = {"id": 31, "name": "示例红茶 250克", "price": "88.00", "stock": 7}


@pytest.mark.parametrize(
    ("number", "kind", "data", "price"),
    [
        (31, "listing", {"code": 1, "data": GOODS}, Decimal("88.00")),
        (32, "listing", {"code": 1, "data": GOODS}, None),
        (31, "list", {"code": 1, "data": [GOODS]}, None),
        (31, "listing", {"code": -1, "msg": "请登录"}, None),
    ],
)
def test_goods_beneath_a_drawn_sign_in_are_read(
    number: int, kind: str, data: object, price: Decimal | None
) -> None:
    fetched = Fetched(
        url="https://shop.example/m/pages/login/login",
        status=200,
        headers={},
        body=SIGN_IN.encode(),
        rendering=Rendering(
            data=(LoadedDocument(url="https://shop.example/api/goods", json=data),)
        ),
    )
    reading = read_page(page_of(fetched))
    assert reading.kind == "blocked"
    asked = QueuedPage(
        id=1,
        fingerprint=b"",
        url=f"https://shop.example/m/pages/goods/details?id={number}",
        host="shop.example:443",
        kind=kind,
        priority=0,
        depth=1,
        tries=0,
        request=None,
    )
    beneath = beneath_sign_in(asked, fetched, reading)
    listing = beneath[2].listing if beneath else None
    assert (listing.price if listing else None) == price
