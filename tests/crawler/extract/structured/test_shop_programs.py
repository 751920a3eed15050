"""JSON of the interfaces of Chinese shop programs: each writes its goods with names of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.extract.structured.page_state import find_items
from crawler.extract.structured.state_item import item_facts

URL = "http://shop.example/"
TITLE = "示例小麦粉 家庭装 五公斤"
PROGRAMS: dict[str, tuple[Any, dict[str, object]]] = {
    "litemall": (
        {
            "info": {
                "id": 1181000,
                "goodsSn": "SL1",
                "name": TITLE,
                "picUrl": "/a.png",
                "gallery": ["/a.png", "/b.png"],
                "retailPrice": 39.0,
                "counterPrice": 45.0,
                "brief": "好面",
                "detail": "<p>净含量五公斤。</p>",
            },
            "attribute": [{"attribute": "店铺", "value": "示例店"}],
        },
        {
            "item_id": "1181000",
            "sku": "SL1",
            "price": Decimal("39.0"),
            "images": (f"{URL}a.png", f"{URL}b.png"),
            "description": "净含量五公斤。",
            "attributes": {"店铺": "示例店"},
        },
    ),
    "CRMEB": (
        {
            "storeInfo": {
                "id": 7,
                "store_name": TITLE,
                "price": "39.00",
                "ot_price": "45.00",
                "stock": 0,
                "image": "/a.png",
                "slider_image": ["/a.png", "/b.png"],
                "bar_code": "SL1",
                "sales": 6,
                "store_info": "好面",
            }
        },
        {
            "item_id": "7",
            "sku": "SL1",
            "price": Decimal("39.00"),
            "sales": 6,
            "availability": "OutOfStock",
            "images": (f"{URL}a.png", f"{URL}b.png"),
        },
    ),
    "CRMEB for several sellers": (
        {
            "productId": 7,
            "storeName": TITLE,
            "price": "39",
            "merName": "示例店",
            "sliderImage": '["/a.png","/b.png"]',
            "barCode": "6901234567892",
        },
        {
            "shop": "示例店",
            "gtin": "6901234567892",
            "item_id": "7",
            "images": (f"{URL}a.png", f"{URL}b.png"),
        },
    ),
    "mall4j": (
        {
            "prodId": 92,
            "prodName": TITLE,
            "price": 39.0,
            "oriPrice": 45.0,
            "pic": "/a.png",
            "imgs": "/a.png,/b.png",
            "content": "<p>净含量五公斤。</p>",
            "totalStocks": 5,
            "shopName": "示例店",
            "soldNum": 3,
        },
        {
            "item_id": "92",
            "shop": "示例店",
            "sales": 3,
            "availability": "InStock",
            "images": (f"{URL}a.png", f"{URL}b.png"),
        },
    ),
    "likeshop": (
        {
            "id": 3,
            "name": TITLE,
            "min_price": "39.00",
            "market_price": "45.00",
            "goods_image": [{"uri": "/a.png"}, {"uri": "/b.png"}],
            "shop": {"id": 1, "shop_name": "示例店", "logo": "/l.png"},
        },
        {"shop": "示例店", "images": (f"{URL}a.png", f"{URL}b.png"), "price": Decimal("39.00")},
    ),
    "niushop": (
        {
            "goods_sku_detail": {
                "goods_id": 5,
                "sku_id": 9,
                "goods_name": TITLE,
                "discount_price": "39.00",
                "goods_image": "/a.png,/b.png",
                "goods_stock": 4,
                "sale_num": 2,
                "sku_no": "SL1",
                "goods_attr_format": '[{"attr_name": "产地", "attr_value_name": "示例县"}]',
            },
            "shop_info": {"site_name": "示例", "shop_name": "示例店"},
        },
        {
            "item_id": "5",
            "shop": "示例店",
            "attributes": {"产地": "示例县"},
            "sales": 2,
            "images": (f"{URL}a.png", f"{URL}b.png"),
        },
    ),
    "jshop": (
        {
            "id": 5,
            "name": TITLE,
            "price": "39.00",
            "mktprice": "45.00",
            "sn": "SL1",
            "image_url": "/a.png",
            "album": ["/a.png", "/b.png"],
            "buy_count": 2,
        },
        {"sales": 2, "images": (f"{URL}a.png", f"{URL}b.png")},
    ),
    "niushop with a price after a discount": (
        {
            "goods_id": 5,
            "sku_id": 9,
            "goods_name": TITLE,
            "price": "45.00",
            "discount_price": "39.00",
            "sku_no": "SL1",
            "sku_images": "/a.png,/b.png",
            "site_name": "示例店",
        },
        {
            "price": Decimal("39.00"),
            "sku": "SL1",
            "shop": "示例店",
            "images": (f"{URL}a.png", f"{URL}b.png"),
        },
    ),
    "yudao, whose prices are cents": (
        {
            "id": 633,
            "name": TITLE,
            "introduction": "好面",
            "picUrl": "/a.png",
            "sliderPicUrls": ["/b.png"],
            "specType": False,
            "price": 3900,
            "marketPrice": 4500,
            "stock": 0,
            "salesCount": 6,
            "skus": [{"id": 1, "price": 3900, "marketPrice": 4500, "stock": 0}],
        },
        {
            "price": Decimal("39.00"),
            "availability": "OutOfStock",
            "images": (f"{URL}a.png", f"{URL}b.png"),
        },
    ),
    "fuint": (
        {
            "id": 5,
            "storeInfo": {"id": 1, "name": "示例店"},
            "name": TITLE,
            "goodsNo": "SL1",
            "price": 39.0,
            "linePrice": 45.0,
            "stock": 8,
        },
        {"shop": "示例店", "sku": "SL1", "price": Decimal("39.0"), "availability": "InStock"},
    ),
    "ShopNC": (
        {
            "goods_info": {
                "goods_id": "100",
                "goods_name": TITLE,
                "goods_price": "42.00",
                "goods_marketprice": "45.00",
                "goods_promotion_price": "39.00",
                "goods_storage": "0",
                "goods_salenum": "6",
                "goods_serial": "SL1",
            },
            "store_info": {"store_id": "1", "store_name": "示例店"},
        },
        {
            "price": Decimal("39.00"),
            "shop": "示例店",
            "sku": "SL1",
            "sales": 6,
            "availability": "OutOfStock",
        },
    ),
    "ECShop": (
        {
            "id": "12",
            "goods_name": TITLE,
            "goods_sn": "SL1",
            "market_price": "￥45.00",
            "shop_price": "￥39.00",
            "promote_price": 0,
            "goods_number": "88",
            "properties": [{"name": "产地", "value": "示例县"}],
            "seller_name": "示例店",
        },
        {
            "price": Decimal("39.00"),
            "shop": "示例店",
            "availability": "InStock",
            "attributes": {"产地": "示例县"},
        },
    ),
    "Weimob": (
        {
            "goodsId": 123,
            "title": TITLE,
            "outerGoodsCode": "SL1",
            "goodsImageUrl": ["/a.png"],
            "salePrice": 39,
            "goodsStockNum": 8,
            "storeName": "示例店",
        },
        {"sku": "SL1", "shop": "示例店", "availability": "InStock", "images": (f"{URL}a.png",)},
    ),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_goods_are_read_whatever_their_fields_are_called(program: str) -> None:
    document, fields = PROGRAMS[program]
    items = find_items({"data": document})
    assert len(items) == 1
    facts = item_facts(items[0], URL)
    assert facts["title"] == TITLE
    assert {name: facts.get(name) for name in fields} == fields


def test_a_name_of_a_shop_beside_the_name_of_goods_is_the_sellers() -> None:
    (item,) = find_items([{"title": TITLE, "price": 39, "store_name": "示例店"}])
    assert item_facts(item, URL)["shop"] == "示例店"


def test_what_one_object_states_of_its_goods_is_not_said_of_others() -> None:
    document = {
        "params": [{"name": "产地", "value": "示例县"}],
        "list": [{"name": f"{TITLE} {number}", "price": 39} for number in range(2)],
    }
    assert all("attributes" not in item_facts(item, URL) for item in find_items(document))


def test_goods_of_a_scripted_page_are_those_whose_number_stands_in_its_address() -> None:
    """All its documents are called 商品详情, its buttons item-title; its data hold the price in cents (分)."""
    page = Page.from_text(
        "http://shop.example/pages/goods/index?id=1004",
        f"""<title>商品详情</title><div class=price-text>1,037.25</div><div class=sales>已售7</div>
        <div class=title-text>{TITLE}</div><div class=content>店铺：示例店。产地：示例县。</div>
        <div class=item-title>收藏</div><div class=item-title>客服</div><button disabled>已售罄</button>
        <script type="application/json">{{"code": 0, "data": {{"id": 1004, "name": "{TITLE}", "price": 103725,
        "marketPrice": 130000, "stock": 0, "picUrl": "/upload/4.jpg", "description": "店铺：示例店。产地：示例县。"}}}}
        </script>""",
    )
    listing = read_page(page).listing
    assert listing is not None
    assert (listing.title, listing.price, listing.availability) == (
        TITLE,
        Decimal("1037.25"),
        "OutOfStock",
    )
    assert (listing.shop, listing.attributes["产地"]) == ("示例店", "示例县")


def test_a_text_on_the_goods_is_not_their_seller_and_a_seller_is_no_text_on_them() -> None:
    goods = {"id": 7, "price": "39.00", "stock": 3}
    of_text = item_facts(goods | {"store_name": TITLE, "store_info": "产地直供，好面"}, URL)
    assert (of_text.get("shop"), of_text.get("description")) == (None, "产地直供，好面")
    of_record = item_facts(goods | {"goods_name": TITLE, "store_info": {"name": "示例店"}}, URL)
    assert (of_record.get("shop"), of_record.get("description")) == ("示例店", None)


@pytest.mark.parametrize("yes", [True, 1, "1"])
@pytest.mark.parametrize("no", [False, 0, "0"])
def test_sold_out_and_in_stock_are_read_as_truth_values_numbers_and_texts(
    yes: object, no: object
) -> None:
    def availability(**fields: object) -> str | None:
        return item_facts({"name": TITLE, "price": 39.0, **fields}, URL).get("availability")

    assert (availability(isSoldOut=yes), availability(soldOut=no)) == ("OutOfStock", "InStock")
    assert (availability(inStock=no), availability(in_stock=yes)) == ("OutOfStock", "InStock")
