"""A category or a brand with one product, and goods whose price is told on asking."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page, PageReading
from crawler.extract.read_page import read_page

CARD = (
    "<li class=item><a href='/goods/77.html'><img src=/a.jpg alt='示例牌枸杞 500g'></a>"
    "<p><a href='/goods/77.html'>示例牌枸杞 500g</a></p>"
    "<span class=price>¥39.90</span><button>加入购物车</button></li>"
)


def read(path: str, body: str, title: str = "示例商城") -> PageReading:
    menu = "<a href=/>首页</a><a href=/cart>购物车</a>"
    html = f"<!doctype html><title>{title}</title><body>{menu}{body}</body>"
    return read_page(Page.from_text(f"https://shop.example{path}", html))


@pytest.mark.parametrize("path", ["/fenlei/gouqi", "/gouqi", "/c-12.html", "/index.php?cat=7"])
@pytest.mark.parametrize("controls", ["", "<div>综合 销量 价格</div>"])
def test_a_category_whose_one_product_is_called_by_it_is_a_list(path: str, controls: str) -> None:
    reading = read(path, f"<h1>枸杞</h1>{controls}<ul>{CARD}</ul>")
    assert reading.kind == "list"
    assert [link.url for link in reading.links if link.kind == "listing"] == [
        "https://shop.example/goods/77.html"
    ]


@pytest.mark.parametrize(
    "controls",
    [
        "<select><option>Default<option>Price (Low &gt; High)</select>",
        "<p>Showing 1 to 1 of 1 (1 Pages)</p>",
        "<p>Showing the single result</p>",
        "<select><option>Preis aufsteigend</select>",
        "<div><a>综合排序</a> <a>销量</a> <a>价格</a></div>",
    ],
)
def test_goods_below_the_controls_of_a_list_are_no_page_of_their_own(controls: str) -> None:
    goods = "<div>Valley Flour <b class=price>$12.00</b><button>Add to Cart</button></div>"
    assert read("/flour-and-meal", f"<h1>Flour</h1>{controls}{goods}").kind == "list"
    assert read("/flour-and-meal", f"<h1>Flour</h1>{goods}").kind == "listing"


def test_the_goods_beside_a_small_picture_of_their_own_brand_stay_goods() -> None:
    body = (
        "<div class=main><h1>示例牌枸杞 500g</h1><a href=/brand/7><img src=/logo.png alt='示例牌'></a>"
        "<b class=price>¥39.90</b><button>加入购物车</button></div>"
    )
    assert read("/gouqi-500g", body, title="示例牌枸杞 500g - 示例商城").kind == "listing"


def test_an_address_in_a_query_names_no_goods() -> None:
    body = "<h1>Sale</h1><p>One $12.00</p><p>Two $14.00</p>"
    assert read("/sale?product=shop://admin/893?tile=4", body).kind != "listing"


@pytest.mark.parametrize("path", ["/product/FL9zK8/valley-flour-no-4", "/products/valley-flour"])
def test_goods_without_a_price_are_known_by_their_address_and_headline(path: str) -> None:
    body = "<h1>Valley Flour No. 4</h1><p>Price on request.</p>" + "<p>Milled by stone.</p>" * 20
    reading = read(path, body)
    assert reading.kind == "listing"
    assert reading.listing is not None
    assert (reading.listing.price, reading.listing.availability) == (None, None)
    assert read("/products/our-mills", body).kind != "listing"


def test_two_goods_in_a_shop_are_a_shelf_however_much_text_stands_around_them() -> None:
    card = CARD.replace("77", "78").replace("枸杞", "沙棘")
    text = "<p>展厅地址：某市示例路，周一至周五九点到十八点。如何购买？</p>" * 80
    reading = read("/catalog/shili/gouqi/", f"<h1>果干</h1><ul>{CARD}{card}</ul>{text}")
    assert reading.kind == "list"


def test_a_script_in_a_card_is_no_text_of_it() -> None:
    script = "<script>/* " + "hidden " * 300 + "*/</script>"
    cards = "".join(
        f"<li class=grid><a href='/sweet-berries-{n}.html'>Sweet berries {n} g</a>{script}<p>£{n}.75</p></li>"
        for n in range(1, 7)
    )
    reading = read("/berries-cherries", f"<h1>Berries</h1><ul>{cards}</ul>")
    assert reading.kind == "list"
    assert len(reading.cards) == 6


def test_goods_that_print_their_number_are_no_shelf_of_the_two_beside_them() -> None:
    card = CARD.replace("77", "78").replace("枸杞", "沙棘")
    text = "<p>扫地拖地一体，沿墙清扫，自动回充，断点续扫。</p>" * 80
    body = f"<h1>示例扫地机</h1><p>货号：SL755020</p>{text}<h2>其他机型</h2><ul>{CARD}{card}</ul>"
    assert read("/saodiji/jia/", body).kind != "list"
