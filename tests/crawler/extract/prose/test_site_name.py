"""Shops of one merchant: the name of the site is that of the shop."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page

BODY = "<h1>Example Tea</h1><p class=price>$8.00</p><button>Add to cart</button>"


@pytest.mark.parametrize(
    ("page", "shop"),
    [
        ("<title>Tea – Tea House</title>{}&copy; Tea House 2026<br>Built with it", "Tea House"),
        ("<title>Example Tea</title>{}Powered By OpenCart<br>Tea House &copy; 2026", "Tea House"),
        ("<title>Example Tea_Tea_示例茶庄</title>{}<p>&copy; 2005-2026 示例茶庄 版权所有", "示例茶庄"),
        ("<title>Example Tea</title>{}<p>Copyright &copy; 2013-present Tea House. All rights reserved.", "Tea House"),
        ("<title>Example Tea</title>{}<p>版权所有 © 示例茶庄 2016-2026 京ICP备12345678号</p>", "示例茶庄"),
        ("<title>Tea</title><meta property=og:site_name content='Tea House'>{}© 2026 - Software by A", "Tea House"),
        ("<title>Example Tea</title>{}Copyright © 2005-2026 <a href=//icp.example>鲁ICP备12345678号</a>", None),
        ("<title>Example Tea</title>{}<p>No name anywhere</p>", None),
        ("<title>Example Tea</title>{}© 2026 Tea House <script>var at = 1;</script>", "Tea House"),
        ("<title>Example Tea</title>{}<div>© 2011 - 2026</div><div>Our other shops: cups</div>", None),
        ("<title>Example Tea – Green</title><a href=/green><b>Green</b></a>{}", None),
        ("<title>Example Tea – Tea House</title><a href=/><b>Tea House</b></a>{}", "Tea House"),
        ("<title>Example Tea – Tea House</title><a href=/en/><b>Tea House</b></a>{}", "Tea House"),
        ("<title>Example Tea – Tea House</title><a href='/index.php#top'>Tea House</a>{}", "Tea House"),
        ("<title>Example Tea – Tea House</title><a href=/green><img></a><b>Tea House</b>{}", "Tea House"),
        ("<title>Example Tea – Green</title><a href='#/category/7'>Green</a>{}", None),
    ],
)  # fmt: skip
def test_the_site_sells(page: str, shop: str | None) -> None:
    reading = read_page(Page.from_text("https://tea.example/product/15", page.format(BODY)))
    assert reading.listing is not None
    assert reading.listing.shop == shop


def test_a_named_seller_goes_before_the_site() -> None:
    page = f"<title>Example Tea – Market</title>{BODY}<p>Sold by Tea House.</p><footer>© 2026 Market</footer>"
    reading = read_page(Page.from_text("https://market.example/product/15", page))
    assert reading.listing is not None
    assert reading.listing.shop == "Tea House"
