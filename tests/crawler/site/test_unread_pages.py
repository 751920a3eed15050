"""Goods whose page stayed an empty shell: their title alone is known, and nothing stored is changed by it."""

from __future__ import annotations

import pytest

from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.http.fetcher import Fetched
from crawler.site.page_listings import page_listings

URL = "https://shop.example/products/shili-mianfen-80231.html"
SHELL = "<html><head><title>Shili Mianfen</title></head><body><div id=app></div><script>1</script></body>"
DRAWN = "<h1>Shili Mianfen</h1><p class=price>¥59.00</p><button>加入购物车</button>"


@pytest.mark.parametrize(
    ("drawn", "unread"),
    [
        ("", True),
        ("<p>加载中</p>", True),
        (DRAWN, False),
        ("<h1>Shili Mianfen</h1><p>价格：面议</p>", False),
        ("<h1>Shili Mianfen</h1><p>该商品已售罄</p>", False),
        ("<p>该商品已售罄</p>", False),
    ],
)
def test_goods_of_an_empty_shell_are_unread(drawn: str, unread: bool) -> None:
    markup = SHELL.replace("<div id=app></div>", f"<div id=app>{drawn}</div>")
    fetched = Fetched(url=URL, status=200, headers={}, body=markup.encode())
    reading = read_page(Page.from_text(URL, markup))
    (item,) = page_listings(fetched, reading, b"key")
    assert item.listing.title == "Shili Mianfen"
    assert item.is_unread is unread
