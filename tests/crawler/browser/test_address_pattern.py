"""Addresses that follow from a shop's data, once two clicks showed how they are made."""

from __future__ import annotations

import pytest

from crawler.browser.address_pattern import learn
from crawler.browser.page_objects import PageObjects
from crawler.http.fetcher import LoadedDocument

GOODS = [
    {"id": 101, "shop_id": 3, "name": "示例面粉 一号", "brief": "新货", "state": 1},
    {"id": 102, "shop_id": 3, "name": "示例面粉 二号", "brief": "新货", "state": 1},
    {"id": 103, "shop_id": 4, "name": "示例面粉 三号", "brief": "新货", "state": 0},
]


@pytest.mark.parametrize(
    "address",
    [
        "http://shop.example/item/{id}.html",
        "http://shop.example/#/items/detail/{id}",
        "http://shop.example/pages/goods/detail?id={id}&from=1",
        "http://shop.example/goods-{id}-x/{id}",
    ],
)
def test_two_clicks_give_the_address_of_a_third_card(address: str) -> None:
    names = [{key: str(value) for key, value in item.items()} for item in GOODS]
    pattern = learn([(address.format(id=item["id"]), item) for item in names[:2]])
    assert pattern is not None
    assert pattern.fill(names[2]) == address.format(id=103)


def test_a_name_in_the_address_is_written_as_the_browser_writes_it() -> None:
    names = [{"id": "7", "cate_name": "米"}, {"id": "8", "cate_name": "面粉"}]
    urls = ["http://a.example/l?sid=7&t=%E7%B1%B3", "http://a.example/l?sid=8&t=%E9%9D%A2%E7%B2%89"]
    pattern = learn(zip(urls, names, strict=True))
    assert pattern is not None
    assert pattern.fill({"id": "9", "cate_name": "油"}) == "http://a.example/l?sid=9&t=%E6%B2%B9"


def test_addresses_that_do_not_follow_from_the_data_give_no_pattern() -> None:
    names = [{"id": "17"}, {"id": "18"}]
    assert learn([("http://a.example/x171", names[0]), ("http://a.example/x181", names[1])]) is None
    assert learn([("http://a.example/17", names[0]), ("http://a.example/z", names[1])]) is None
    assert learn([("http://a.example", names[0])]) is None


def test_a_card_is_known_by_the_line_that_no_other_object_has() -> None:
    objects = PageObjects(
        [LoadedDocument(url="http://a.example/api/list?page=1", json={"list": GOODS})]
    )
    (item,) = objects.shown_in("示例面粉 二号\n新货\n¥\n39.00")
    assert item.names["id"] == "102"
    assert item.place == "/api/list?page=#.list[]"
    assert objects.shown_in("新货") == []


def test_roots_and_children_of_one_tree_are_not_of_one_kind() -> None:
    places = [
        next(iter(PageObjects([LoadedDocument(url=url, json=[{"id": "80"}])]).by_place))
        for url in (
            "http://a.example/tree?parent=",
            "http://a.example/tree?parent=80",
            "http://a.example/tree?parentId=0&page=0",
            "http://a.example/tree/0",
            "http://a.example/tree/10",
        )
    ]
    assert places == [
        "/tree?parent=[]",
        "/tree?parent=#[]",
        "/tree?page=#&parentId=0[]",
        "/tree/0[]",
        "/tree/#[]",
    ]
