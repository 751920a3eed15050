"""Error pages in a page's place are told from pages."""

from __future__ import annotations

import pytest

from crawler.extract.kind.overload import is_overloaded
from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page

_MENU = "".join(f"<a href='/cat/{n}.html'>分类 {n} 号</a>" for n in range(40))


def says_overloaded(markup: str) -> bool:
    page = Page.from_text("https://shop.example/goods/3.html", markup)
    return is_overloaded(page, read_page(page))


@pytest.mark.parametrize(
    "markup",
    [
        "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
        "<html><body>系统繁忙，请稍后再试</body></html>",
        f"<html><head><title>示例商城</title></head><body>{_MENU}<h1>服务器开小差了</h1><p>请刷新</p></body></html>",
        "<body><b>Fatal error</b>: Uncaught PDOException: SQLSTATE[HY000] Too many connections</body>",
        "<title>Database Error</title><h1>Error establishing a database connection</h1>",
    ],
)
def test_an_error_in_the_place_of_a_page_is_seen(markup: str) -> None:
    assert says_overloaded(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<h1>示例牌面粉 5kg</h1><p>价格：<span class='price'>¥59.00</span></p><button>加入购物车</button>"
        "<p>系统繁忙时请稍后再试</p>",
        f"<title>帮助中心</title>{_MENU}<h1>常见问题</h1><p>{'如遇系统繁忙，请稍后再试。' * 40}</p>",
        "<title>商品不存在</title><h1>抱歉，您访问的商品不存在</h1>",
    ],
)
def test_goods_help_and_what_is_gone_are_no_errors_of_the_moment(markup: str) -> None:
    assert not says_overloaded(markup)
