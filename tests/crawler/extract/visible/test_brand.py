"""The brand: behind a label, as a link to its maker's goods, in marked-up elements."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page

NAME = "Valley Flour 5 kg"
BUY = "<p class=price>$8.00</p><button>Add to cart</button>"


def brand(body: str) -> str | None:
    menu = "<nav><a href=/brands/hill>Hill</a><a href=/brands>All brands</a></nav>"
    page = f"<title>{NAME}</title>{menu}<h1>{NAME}</h1>{body}{BUY}"
    listing = read_page(Page.from_text("https://shop.example/product/15", page)).listing
    assert listing is not None
    return listing.brand


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>Maker: <a href='/index.php?route=product/manufacturer/info&id=8'>Valley</a></li></ul>",
        "<div>by <a href=/brands/valley>Valley</a></div>",
        "<div><a href=/brands/valley>Visit the Valley Store</a></div>",
        "<ul id=productDetails><li>Manufactured by: Valley</li></ul><a href='/?manufacturers_id=1'>Other products</a>",
        "<p><span>make / manufacturer: <b>Valley</b></span></p>",
        "<ul><li><span>WIDTH</span><span>60</span></li><li><span>BRAND</span><span>Valley</span></li></ul>",
        "<div class=manufacturer_image><a href=/v><img src=/1.gif alt=Valley></a></div>",
        "<td><img src=/Graphics/manufacturer/v.gif alt='Valley Logo'></td>",
        "<div itemscope itemtype=https://schema.org/Product><meta itemprop=name content='Valley Flour 5 kg'>"
        "<meta itemprop=brand itemscope itemtype=https://schema.org/Brand content=Valley></div>",
        "<div itemscope itemtype=https://schema.org/Product><meta itemprop=name content='Valley Flour 5 kg'>"
        "<span itemprop=brand>See more of the brand: Valley</span></div>",
    ],
)
def test_the_brand(body: str) -> None:
    assert brand(body) == "Valley"


@pytest.mark.parametrize(
    "body",
    [
        "<a href=/brands>View all brands</a>",
        "<p>Fine flour.</p>",
        "<div><b>Brand</b><ul><li>Hill</li><li>Lake</li></ul></div>",
        "<img src=/Graphics/manufacturer/hill.gif alt='Hill Logo'>",
    ],
)
def test_no_brand(body: str) -> None:
    assert brand(body) is None
