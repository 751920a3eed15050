"""Shops with addresses that have no end, that act, or that lie (陷阱)."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.crawler.shops.shop import (
    ExampleShop,
    Shops,
    cards,
    goods_page,
    query_of,
    registering,
    truth,
)
from tests.crawler.website import Answer, html

SHOPS: Shops = {}
shop = registering(SHOPS)


@shop
def sorted_and_filtered_without_end() -> ExampleShop:
    names = ("yanse", "chima", "pinpai", "jiage", "xinxin")

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at == "/":
            on = "&".join(f"{k}={v}" for k, v in sorted(query.items()))
            facets = "".join(
                f"<a href='/?{on}&{name}={v}'>{name}{v}</a>"
                for name in names
                if name not in query
                for v in range(6)
            )
            return html(
                cards(range(8), lambda n: f"/goods-{n}.html?from=list&{on}") + facets, "商品列表"
            )
        return goods_page(int(at[7:].removesuffix(".html"))) if at.startswith("/goods-") else None

    return ExampleShop(page, truth(8))


@shop
def facets_in_the_path_without_end() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at == "/" or at.startswith("/sx/"):
            on = at.removeprefix("/sx").rstrip("/")
            facets = "".join(
                f"<a href='/sx{on}/{name}{v}/'>{name}{v}</a>"
                for name in "abcdef"
                if f"/{name}" not in on
                for v in range(5)
            )
            return html(cards(range(8), lambda n: f"/goods-{n}.html") + facets, "商品列表")
        return goods_page(int(at[7:].removesuffix(".html"))) if at.startswith("/goods-") else None

    return ExampleShop(page, truth(8))


_ACTS = [
    "/cart/add/{n}",
    "/?add-to-cart={n}",
    "/flow.php?step=add_to_cart&goods_id={n}",
    "/cart.php?action=add&id={n}",
    "/user.php?act=logout",
    "/logout",
    "/goods.php?id={n}&act=collect",
    "/index.php?m=cart&a=add&id={n}",
    "/wishlist/add?product={n}",
    "/buy.asp?id={n}",
    "/del.php?id={n}",
    "/member/exit.html",
    "/order/create?goods={n}",
    "/index.php?s=/cart/save/goods_id/{n}",
    "/?s=user/logout",
    "/goods/buy/id/{n}",
    "/product/{n}/delete",
    "/ajax/addcart?gid={n}",
    "/goods/{n}/favor",
    "/comment/zan/{n}",
    "/goods/collect/id/{n}.html",
    "/tuichu.php",
    "/index.php?controller=simple&action=joincart&goods_id={n}",
    "/goumai/{n}.html",
    "/index.php?app=cart&act=add&spec_id={n}",
]
ACTED: list[str] = []
"""Acting addresses that were asked for."""


@shop
def acting_links_everywhere() -> ExampleShop:
    ACTED.clear()

    def page(path: str) -> Answer | None:
        if path == "/":
            return html(cards(range(10), lambda n: f"/goods.php?id={n}"))
        at, query = urlsplit(path).path, query_of(path)
        if at == "/goods.php" and set(query) == {"id"}:
            n = int(query["id"])
            acts = "".join(f"<a href='{act.format(n=n)}'>·</a>" for act in _ACTS)
            labelled = (
                f"<a href='/xx?k=1&g={n}'>加入购物车</a><a href='/goods-{n}.html?k=2'>收藏商品</a>"
            )
            return goods_page(n, acts + labelled)
        if at not in ("/robots.txt", "/sitemap.xml"):
            ACTED.append(path)
        return None

    return ExampleShop(page, truth(10))


@shop
def a_calendar_without_end() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at == "/":
            return html(
                cards(range(8), lambda n: f"/goods-{n}.html")
                + "<a href='/rili/2026-11'>活动日历</a><a href='/rl?y=2026&m=11'>日历</a>"
            )
        if at.startswith("/rili/"):
            year, month = map(int, at[6:].split("-"))
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
            return html(
                f"<h1>活动日历 {at[6:]}</h1><p>本月没有活动。</p><a href='/rili/{year}-{month:02d}'>下月</a>"
            )
        if at == "/rl":
            query = query_of(path)
            year, month = int(query["y"]), int(query["m"])
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
            words = f"<h1>日历 {year} 年 {month} 月</h1><p>本月没有活动，敬请关注后续安排。</p>"
            return html(f"{words}<a href='/rl?y={year}&m={month}'>下月</a>")
        return goods_page(int(at[7:].removesuffix(".html"))) if at.startswith("/goods-") else None

    return ExampleShop(page, truth(8))


@shop
def what_is_gone_answers_200() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if path == "/":
            return html(cards(range(16), lambda n: f"/goods/{n}.html"))
        number = at[7:].removesuffix(".html")
        if at.startswith("/goods/") and number.isdigit() and int(number) < 10:
            return goods_page(int(number))
        if at == "/robots.txt":
            return None
        nothing = "<h2>抱歉，您访问的页面不存在</h2><p>可能已删除。看看别的：</p>"
        return html(
            nothing
            + cards(range(6), lambda n: f"/goods/{n}.html")
            + f"<a href='{at.rstrip('/')}/more/'>更多</a>",
            "提示信息",
        )

    return ExampleShop(page, truth(10))
