"""Of several amounts the one that anybody pays; amounts in every notation; what is no price."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.extract.visible.amounts import Amount, read_amount
from storage.records import Listing


def listing(price_block: str, url: str = "https://chaye.example/goods/5120.html") -> Listing:
    page = (
        "<title>示例红茶 250克</title><h1>示例红茶 250克</h1>"
        f"{price_block}<a class=btn>立即购买</a><p>春茶手工采摘，传统工艺发酵，密封罐装，两日内从产地寄出。</p>"
    )
    result = read_page(Page.from_text(url, page)).listing
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("price_block", "price"),
    [
        ("<p><b>¥88.00</b> <b>折后价 ¥66.00</b></p>", "66.00"),
        ("<p><i>价格</i><b class=price>¥88.00</b></p><p><i>到手价</i><b class=price>¥66.00</b></p>", "66.00"),
        ("<p><b class=price>¥88.00</b> <b class=price>会员价 ¥80.00</b></p>", "88.00"),
        ("<dl><dt>商城价<dd><i>¥</i><b>88.00</b></dl><dl><dd class=sale>直降<em>¥8.00</em></dl>", "88.00"),
        ("<p class=price><i>价 格</i><b>¥88.00</b></p><div class=price-right><p>累计评价<p>12 条</div>", "88.00"),
        ("<p><b class=price>新人价 ¥9.90</b> <b class=price>¥88.00</b></p>", "88.00"),
        ("<p class=price><b>订金 ¥20.00</b> <b>预售价 ¥88.00</b> <b>尾款 ¥68.00</b></p>", "88.00"),
        ("<p class=price>¥88.00</p><p class=price>合计 ¥176.00</p>", "88.00"),
        ("<p class=price>面议</p><p>邮费 ¥15.00</p>", "None"),
        ("<p class=price>¥?9.00</p>", "None"),
        ("<p class=price>¥2**</p>", "None"),
        ("<p class=price>88<sup></sup><em>50</em>元</p>", "88.50"),
        ('<p class=price title="¥88.00"><img src="/d8.png"><img src="/d8.png"></p>', "88.00"),
    ],
)  # fmt: skip
def test_the_price_among_several(price_block: str, price: str) -> None:
    assert str(listing(price_block).price) == price


def test_net_before_gross_in_japan() -> None:
    price_block = "<p class=price>税抜 2,000円</p><p class=price>税込 2,200円</p>"
    assert str(listing(price_block, "https://chaya.example.jp/item/5120.html").price) == "2200"


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("Rp 15rb", "15000", "IDR"),
        ("Rp1,2 jt", "1200000", "IDR"),
        ("₹2.5 lakh", "250000", "INR"),
        ("1.5億円", "150000000", "JPY"),
        ("3만원", "30000", "KRW"),
        ("89k ₫", "89000", "VND"),
        ("۱۲٫۵۰ د.إ", "12.50", "AED"),
        ("৩৪৫ ₹", "345", "INR"),
        ("85p", "0.85", "GBP"),
        ("50 ct", "0.50", "EUR"),
        ("$249.00 CAD", "249.00", "CAD"),
        ("AU $ 19.90", "19.90", "AUD"),
        ("kr 199 DKK", "199", "DKK"),
        ("59,90 €*", "59.90", "EUR"),
        ("5千克 ¥60", "60", "CNY"),
    ],
)
def test_notations_of_the_world(text: str, value: str, currency: str) -> None:
    amount = read_amount(text)
    assert isinstance(amount, Amount)
    assert (str(amount.value), amount.currency) == (value, currency)


@pytest.mark.parametrize(
    "tip",
    ["本品停止销售", "已抢光", "活动已结束", "该商品不可售", "재고가 부족하여 구매할 수 없습니다."],
)
def test_sold_out_in_many_words(tip: str) -> None:
    page = (
        f"<title>示例红茶</title><h1>示例红茶</h1><p class=price>¥88.00</p><p class=tip>{tip}</p>"
    )
    page += "<p>春茶手工采摘，传统工艺发酵，密封罐装，两日内从产地寄出。</p>"
    result = read_page(Page.from_text("https://chaye.example/goods/5120.html", page)).listing
    assert result is not None
    assert result.availability == "OutOfStock"


@pytest.mark.parametrize(
    "stock",
    [
        "<ul><li>库存：现货 <span>0 </span></ul>",
        "<div>商品<b>库存不足</b></div><a class='buynow no-buynow'>立即购买</a>",
        "<div>商品<b>库存不足</b></div><a class='btn is-disable'>立即购买</a><a class=qr_btn>手机端购买</a>",
    ],
)
def test_none_left_beside_words_and_dead_buttons_that_say_otherwise(stock: str) -> None:
    page = f"<title>示例红茶</title><h1>示例红茶</h1><p class=price>¥88.00</p>{stock}<p>春茶手工采摘</p>"
    result = read_page(Page.from_text("https://chaye.example/goods/5120.html", page)).listing
    assert result is not None
    assert result.availability == "OutOfStock"


def test_a_shade_of_a_style_sheet_switches_no_button_off() -> None:
    button = (
        "<b class=stock>Sold out</b><button class='bg-gray-900 text-gray-100'>加入购物车</button>"
    )
    assert listing(f"<p class=price>¥88.00</p>{button}").availability == "InStock"


def test_what_has_no_price_is_not_in_stock() -> None:
    assert listing("<p class=price>面议</p><p>现货</p>").availability is None


def test_numbers_sold_and_the_way_of_the_parcel() -> None:
    result = listing(
        "<p class=price>¥88.00</p><p>已售2.3亿件</p><p>发货：福建福州 至 上海浦东新区</p>"
    )
    assert (result.sales, result.location) == (230_000_000, "福建福州")


@pytest.mark.parametrize(
    "text", ["已售 1.2万+", "月销1.2w+", "1.2W+人付款", "<b>销量</b><i>1.2w+</i>", "已售：12000"]
)
def test_a_number_sold_is_read_in_ten_thousands_however_they_are_written(text: str) -> None:
    assert listing(f"<p class=price>¥88.00</p><div>{text}</div>").sales == 12_000
