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


@pytest.mark.parametrize("prices", [("199.00",), ("199.00", "299.00")])
def test_goods_that_begin_with_the_name_of_their_brand_or_category_stay_many(
    prices: tuple[str, ...],
) -> None:
    nodes = [variant(n, {"price": prices[n % len(prices)]}) for n in range(14)]
    reading = read(nodes, url="https://shop.example/collections/weijin")
    assert (reading.kind, reading.listing) == ("list", None)


@pytest.mark.parametrize("choice", ["color=red", "size=3"])
def test_other_goods_of_the_same_program_are_no_variants_for_a_choice_in_their_query(
    choice: str,
) -> None:
    goods = "https://shop.example/show.php?id="
    nodes = [variant(n, url=f"{goods}{n}&{choice}") for n in range(14)]
    reading = read(nodes, "围巾", f"{goods}1")
    assert reading.kind == "list"
    assert len(reading.cards) == 14


def test_variants_may_name_their_page_by_its_path_alone_or_with_its_own_query() -> None:
    by_path = [variant(n, url=f"/products/yangrong-weijin?variant={n}") for n in range(14)]
    by_query = [variant(n, url=f"{URL}?id=7&variant={n}") for n in range(14)]
    for listing in (read(by_path).listing, read(by_query, url=f"{URL}?id=7&ref=a").listing):
        assert listing is not None
        assert listing.title == NAME


def test_the_address_of_a_group_is_no_name_and_the_headline_is_that_of_the_item() -> None:
    group = "https://shop.example/groups/7"
    grouped = read([variant(n, name=f"颜色{n}", isVariantOf=group) for n in range(3)]).listing
    named = read([variant(n) for n in range(3)], f"示例商城官网</h1><h1>{NAME}").listing
    assert grouped is not None
    assert named is not None
    assert (grouped.title, named.title) == (NAME, NAME)
