"""What the states of Chinese shop programs say of their goods."""

from __future__ import annotations

import json
from typing import Any

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from storage.records import Listing


def listing(url: str, state: dict[str, Any], body: str) -> Listing:
    page = f"<title>示例商城</title><body><script>window.__STATE__ = {json.dumps(state)}</script>{body}"
    reading = read_page(Page.from_text(url, page))
    assert reading.listing is not None
    return reading.listing


def test_goods_whose_name_is_called_a_store_name() -> None:
    goods = {
        "id": 1001, "store_name": "山谷小麦粉 五公斤", "price": "39.00", "slider_image": ["/i/1.png"],
        "bar_code": "SL00001", "description": "<p>这是一款山谷小麦粉，净含量五公斤。</p>",
    }  # fmt: skip
    body = "<div>￥39.00</div><div>山谷小麦粉 五公斤</div><button>立即购买</button>"
    read = listing("https://shop.example/goods_details/index?id=1001", {"storeInfo": goods}, body)
    assert (read.title, read.sku, read.shop) == ("山谷小麦粉 五公斤", "SL00001", None)
    assert read.images == ("https://shop.example/i/1.png",)
    assert read.description == "这是一款山谷小麦粉，净含量五公斤。"


def test_pairs_beside_the_goods() -> None:
    state = {
        "info": {
            "id": 20025, "name": "山谷小麦粉 五公斤", "retailPrice": 39.0, "goodsSn": "SL00025",
            "gallery": '["/i/1.png", "/i/2.png"]', "brief": "",
        },
        "attribute": [{"attribute": "店铺", "value": "示例粮油店"}, {"attribute": "品牌", "value": "山谷"}],
        "related": [{"id": 7, "name": "别的面粉", "retailPrice": 9.0,
                     "attribute": [{"attribute": "产地", "value": "别处"}]}],
    }  # fmt: skip
    body = "<div class=item-title>山谷小麦粉 五公斤</div><span>¥ 39.00</span><button>加入购物车</button>"
    read = listing("https://shop.example/#/items/detail/20025", state, body)
    assert (read.shop, read.brand, read.sku) == ("示例粮油店", "山谷", "SL00025")
    assert dict(read.attributes) == {"店铺": "示例粮油店", "品牌": "山谷"}
    assert len(read.images) == 2
