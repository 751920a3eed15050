"""Pictures of the goods and not of the page."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page

NAME = "示例红茶 250克"
HEAD = f"<title>{NAME}</title><img src=/theme/logo.gif><div class=menu><img src=/m/1.jpg><img src=/m/2.jpg></div>"
BUY = "<p class=price>¥88.00</p><button>立即购买</button>"


def images(body: str) -> list[str]:
    page = f"{HEAD}{body}<div class=footer><img src=/f/1.jpg></div>"
    listing = read_page(Page.from_text("https://chaye.example/goods/5120.html", page)).listing
    assert listing is not None
    return [image.removeprefix("https://chaye.example") for image in listing.images]


@pytest.mark.parametrize(
    "gallery",
    [
        f"<div><img src=/g/1.png alt='{NAME}'></div>",
        "<div class=goods-gallery><img src=/blank.gif data-src=/g/1.png></div>",
        "<div class=swiper><img src=/s.gif data-ks-lazyload=/g/1.png></div>",
        "<div id=preview><img file=/g/1.png src=/static/none.gif></div>",
        "<div class=product-image><img srcset='/g/0.png 200w, /g/1.png 800w'></div>",
        "<div class=pic-box style='background-image:url(/g/1.png)'></div>",
        "<a href=/g/1.png><img src=/g/1.png></a>",
        "<div class=pvi><a href='/large.php?goods_no=5120'><img src=/g/1.png></a></div>",
    ],
)
def test_the_gallery_beside_the_headline(gallery: str) -> None:
    if "background" not in gallery:
        gallery += (
            "<img src=/api/cron.php?t=1795871978 style='width:0;height:0'><img src=/i/cart.gif>"
        )
    assert images(f"{gallery}<h1>{NAME}</h1>{BUY}") == ["/g/1.png"]


def test_neither_related_goods_nor_icons() -> None:
    body = (
        f"<div class=gallery><img src=/g/1.png></div><h1>{NAME}</h1>{BUY}"
        "<div class=desc><p>一款红茶，产自示例县。</p><img src=/d/1.jpg></div>"
        "<h2>相关商品</h2><ul class=related><li><a href=/goods/6.html><img src=/g/6.png>别的茶</a></li></ul>"
    )
    assert images(body) == ["/g/1.png", "/d/1.jpg"]


@pytest.mark.parametrize("name", ["product_cat-footwear", "color-navy"])
def test_goods_whose_category_is_called_nearly_as_the_frame_of_the_page(name: str) -> None:
    terms = "<dl><dt>产地</dt><dd>示例县</dd></dl>"
    url, body = (
        "https://chaye.example/goods/5120.html",
        f"<img src=/g/1.png><h1>{NAME}</h1>{BUY}{terms}",
    )
    read = read_page(Page.from_text(url, f"<title>{NAME}</title><div class='{name}'>{body}</div>"))
    assert read.listing is not None
    assert read.listing.images == ("https://chaye.example/g/1.png",)
    assert read.listing.attributes == {"产地": "示例县"}


def test_a_helper_of_a_style_sheet_names_no_related_goods() -> None:
    body = (
        "<div class='carousel position-relative'><div class='item relative'><img src=/g/1.png></div></div>"
        f"<h1>{NAME}</h1>{BUY}<img alt='' src='/index.php?controller=site&action=getCaptcha'>"
    )
    assert images(body) == ["/g/1.png"]
