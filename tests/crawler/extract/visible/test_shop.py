"""Who sells: beside a label, in a sentence, in an element that is called so."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page


def shop(page_text: str) -> str | None:
    """The seller that a page of tea names."""
    head = "<title>示例红茶 250克</title><h1>示例红茶 250克</h1>"
    page = f"{head}<p class=price>¥88.00</p><a class=btn>立即购买</a>{page_text}"
    listing = read_page(Page.from_text("https://chaye.example/goods/5120.html", page)).listing
    assert listing is not None
    return listing.shop


@pytest.mark.parametrize(
    "page_text",
    [
        "<p>卖家：示例茶庄</p>",
        "<span>店铺：</span><a href=/s/9>示例茶庄</a>",
        "<table><tr><td>供应商</td><td>示例茶庄</td></tr></table>",
        "<dl><dt>所属店铺</dt><dd>示例茶庄</dd></dl>",
        "<p>本商品由示例茶庄提供，并负责售后。</p>",
        "<p>由 <a href=/s/9>示例茶庄</a> 发货</p>",
        "<p>Sold and shipped by 示例茶庄.</p>",
        "<p>Sold by <a href=/s/9>示例茶庄</a> and fulfilled by Lager</p>",
        "<p>Verkauf und Versand durch 示例茶庄</p>",
        "<div class=shop-name>示例茶庄</div><a class=go>进入店铺</a>",
        "<div><span>卖家</span><span>示例茶庄</span></div>",
        "<table><tr><td>经营者</td><td>示例茶庄</td></tr></table>",
        "<p>本店由示例茶庄经营</p>",
        "<p>该商品由 示例茶庄 从 示例县 发货并提供售后服务</p>",
    ],
)
def test_the_seller(page_text: str) -> None:
    assert shop(page_text) == "示例茶庄"


def test_a_name_of_the_kind_that_platforms_give() -> None:
    assert shop("<a href=/s/9>示例茶叶旗舰店</a>") == "示例茶叶旗舰店"
    assert shop("<a href=/s/9>示例茶叶旗舰店</a><a href=/s/8>别家专营店</a>") is None


@pytest.mark.parametrize(
    "page_text",
    [
        "<p>本品由上等茶叶制成</p>",
        "<p>店铺：</p><p>进入店铺看看更多商品</p>",
        "<p>A tea loved by everybody, sold by weight</p>",
        "<p>由内而外的香气</p>",
        "<ul><li>店铺</li><li>商品分类</li></ul>",
    ],
)
def test_nobody_is_said_to_sell(page_text: str) -> None:
    assert shop(page_text) is None


@pytest.mark.parametrize(
    ("page_text", "address"),
    [
        ("<span>店铺：</span><a href=/s/9>示例茶庄</a>", "https://chaye.example/s/9"),
        ("<p>卖家：示例茶庄</p><a href='//chaye.example/s/9/'>进店逛逛</a>", "https://chaye.example/s/9/"),
        ("<p>卖家：<a href=/>示例茶庄</a></p>", None),
        ("<p>卖家：<a href=/shop/follow?id=9>示例茶庄</a></p>", None),
        ("<p>卖家：示例茶庄</p>", None),
    ],
)  # fmt: skip
def test_the_sellers_own_page_is_where_its_name_leads(page_text: str, address: str | None) -> None:
    head = "<title>示例红茶 250克</title><h1>示例红茶 250克</h1>"
    page = f"{head}<p class=price>¥88.00</p><a class=btn>立即购买</a>{page_text}"
    listing = read_page(Page.from_text("https://chaye.example/goods/5120.html", page)).listing
    assert listing is not None
    assert (listing.shop, listing.shop_url) == ("示例茶庄", address)


@pytest.mark.parametrize(
    "name", ["示例红茶 250克", "示例红茶250克", "示例红茶", "示例红茶 250克 促销"]
)
def test_the_goods_own_name_is_no_seller(name: str) -> None:
    assert shop(f"<div class=store-name>{name}</div>") is None


def test_a_shop_whose_name_stands_in_the_title_is_the_seller() -> None:
    page = (
        "<title>示例茶庄 红茶 250克</title><h1>示例茶庄 红茶 250克</h1><p class=price>¥88.00</p>"
        "<a class=btn>立即购买</a><div class=store-name>示例茶庄</div>"
    )
    listing = read_page(Page.from_text("https://chaye.example/goods/5120.html", page)).listing
    assert listing is not None
    assert listing.shop == "示例茶庄"


def test_the_site_is_not_the_seller_where_a_shop_of_its_own_can_be_entered() -> None:
    foot = "<p>© 2026 示例集市 版权所有</p>"
    assert shop(foot) == "示例集市"
    assert shop(f"<a href=/shop/7>进入店铺</a>{foot}") is None


def test_the_heading_of_a_menu_labels_no_seller() -> None:
    menu = "<ul class=main-menu><li>Shop:</li><li><a href=/kings>Clothier to Kings</a></li></ul>"
    assert shop(f"{menu}<h1>Example Tea</h1>") is None
