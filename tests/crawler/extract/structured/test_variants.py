"""Variants of one item that JSON-LD names side by side: one listing, whatever their number."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page

URL = "https://shop.example/products/yangrong-weijin"
NAME = "示例牌羊绒围巾"
GROUP = {"@type": "ProductGroup", "name": NAME, "productGroupID": "W"}


def read(nodes: list[dict[str, object]], headline: str = NAME, url: str = URL) -> PageReading:
    data = json.dumps({"@context": "https://schema.org", "@graph": nodes})
    text = f'<script type="application/ld+json">{data}</script><h1>{headline}</h1><p>柔软，保暖</p>'
    return read_page(Page.from_text(url, text))


def variant(number: int, offer: dict[str, str] | None = None, **more: object) -> dict[str, object]:
    offers = {"@type": "Offer", "price": "199.00", "priceCurrency": "CNY", **(offer or {})}
    product = {"@type": "Product", "name": f"{NAME} 颜色{number}", "sku": f"W-{number}"}
    return {**product, "offers": {**offers, "availability": "InStock"}, **more}


@pytest.mark.parametrize("count", [2, 11, 12, 40])
@pytest.mark.parametrize("shape", ["offer", "url", "id", "group", "name"])
def test_many_variants_of_one_item_are_one_listing(shape: str, count: int) -> None:
    nodes = [
        {
            "offer": lambda n: variant(n, {"url": f"{URL}?variant={n}"}),
            "url": lambda n: variant(n, url=f"{URL}?color={n}"),
            "id": lambda n: variant(n, name=f"颜色{n}", inProductGroupWithID="W"),
            "group": lambda n: variant(n, name=f"颜色{n}", isVariantOf=GROUP),
            "name": variant,
        }[shape](n)
        for n in range(count)
    ]
    listing = read(nodes).listing
    assert listing is not None
    assert (listing.title, listing.price) == (NAME, Decimal("199.00"))


def test_goods_with_pages_of_their_own_stay_many() -> None:
    nodes = [variant(n, url=f"https://shop.example/products/weijin-{n}") for n in range(14)]
    reading = read(nodes, "围巾", "https://shop.example/weijin/")
    assert reading.kind == "list"
    assert len(reading.cards) == 14


def test_goods_whose_program_names_them_by_a_query_stay_many() -> None:
    nodes = [variant(n, url=f"https://shop.example/show.php?sku={n}") for n in range(14)]
    assert read(nodes, "围巾", "https://shop.example/show.php?cat=3").kind == "list"
