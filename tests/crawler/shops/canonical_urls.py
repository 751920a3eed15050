"""Shops that show one good under many addresses, or many under one (网址与同一性)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from tests.crawler.shops.shop import (
    WORDS,
    ExampleShop,
    Shops,
    card,
    cards,
    goods_page,
    part,
    query_of,
    registering,
    truth,
)
from tests.crawler.website import Answer, html

SHOPS: Shops = {}
shop = registering(SHOPS)


def _canonical(target: Callable[[int], str]) -> ExampleShop:
    def page(path: str) -> Answer | None:
        if path == "/":
            return html(cards(range(15), lambda n: f"/product/{n}.html"))
        if path.startswith("/product/"):
            n = int(path[9:].removesuffix(".html"))
            return goods_page(n, head=f"<link rel='canonical' href='{target(n)}'>")
        return None

    return ExampleShop(page, truth(15))


@shop
def canonical_points_home_everywhere() -> ExampleShop:
    return _canonical(lambda _: "/")


@shop
def canonical_points_to_one_good_everywhere() -> ExampleShop:
    return _canonical(lambda _: "/product/3.html")


@shop
def canonical_points_to_a_list_everywhere() -> ExampleShop:
    return _canonical(lambda _: "/list/all.html")


@shop
def canonical_joins_a_slug_and_a_number() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if path == "/":
            return html(
                cards(
                    range(12),
                    lambda n: f"/index.php?route=product/product&path=20&product_id={50 + n}",
                )
                + cards(range(12), lambda n: f"/shi-li-{WORDS[n % 10]}-{'abcdefghijkl'[n]}")
            )
        n = None
        if at == "/index.php":
            n = int(query_of(path)["product_id"]) - 50
        elif at.startswith("/shi-li-"):
            n = "abcdefghijkl".index(at[-1])
        if n is None:
            return None
        name = quote(f"/shi-li-{WORDS[n % 10]}-{'abcdefghijkl'[n]}")
        return goods_page(n, head=f"<link rel='canonical' href='{name}'>")

    return ExampleShop(page, truth(12))


@shop
def one_good_under_many_addresses() -> ExampleShop:
    forms = [
        ("", ""),
        ("/index.php", "&utm_source=wx&spm=a.b.c"),
        ("/en", "&sort=price"),
        ("", ".html"),
    ]

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at in ("/", "/en/", "/mn/") and not query:
            cards = "".join(
                card(n, f"{prefix}/?s=goods/index/id/{n}{tail}")
                for n in range(10)
                for prefix, tail in forms
            )
            languages = "<a href='/en/'>English</a><a href='/mn/'>ᠮᠣᠩᠭᠣᠯ</a>"
            return html(f"<ul>{cards}</ul>{languages}")
        if query.get("s"):
            return goods_page(int(query["s"].rsplit("/", 1)[1].removesuffix(".html")))
        return None

    return ExampleShop(page, truth(10))


@shop
def a_session_in_every_address() -> ExampleShop:
    import itertools

    visits = itertools.count(1)

    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        tag = f"zzid={next(visits) * 7919:032x}"
        if at == "/":
            again = f"<a href='/?{tag}'>首页</a><a href='/about?{tag}'>关于我们</a>"
            return html(cards(range(12), lambda n: f"/goods.php?id={n}&{tag}") + again, "商品列表")
        if at == "/about":
            words = f"<h1>关于我们</h1><p>{'我们是一家示例小店。' * 20}</p>"
            return html(f"{words}<a href='/?{tag}'>首页</a><a href='/about?{tag}'>关于</a>")
        return (
            goods_page(int(query_of(path)["id"]), f"<a href='/?{tag}'>首页</a>")
            if at == "/goods.php"
            else None
        )

    return ExampleShop(page, truth(12))


@shop
def goods_named_by_the_query_of_one_path() -> ExampleShop:
    """`/goods/detail?id=`: a path that looks like goods and names none."""

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at == "/":
            return html(cards(range(14), lambda n: f"/goods/detail?id={n}&cid={n % 3}"))
        return goods_page(int(query["id"])) if at == "/goods/detail" else None

    return ExampleShop(page, truth(14))


@shop
def numbers_that_mean_something_else_in_each_module() -> ExampleShop:
    """`index.php?m=goods&id=1` is one good, `?m=meal&id=1` another."""

    def page(path: str) -> Answer | None:
        query = query_of(path)
        if path == "/":
            return html(
                cards(range(8), lambda n: f"/index.php?m=goods&a=show&id={n}")
                + cards(range(8, 16), lambda n: f"/index.php?m=meal&a=show&id={n - 8}")
            )
        if query.get("m") not in ("goods", "meal"):
            return None
        return goods_page(int(query["id"]) + (8 if query["m"] == "meal" else 0))

    return ExampleShop(page, truth(16))


@shop
def goods_that_share_their_name() -> ExampleShop:
    """Two sellers with one title and one price are two listings."""

    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at == "/":
            return html(cards(range(10), lambda n: f"/offer/{4000 + n}.html"))
        return (
            goods_page((int(at[7:].removesuffix(".html")) - 4000) // 2)
            if at.startswith("/offer/")
            else None
        )

    return ExampleShop(page, truth(5), copies=2)


@shop
def a_shop_whose_shelves_name_its_goods_again() -> ExampleShop:
    """`/collections/x/products/y` beside `/products/y?variant=`; the sitemap knows them too."""

    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at == "/sitemap.xml":
            urls = "".join(f"<url><loc>/products/shi-li-{n}</loc></url>" for n in range(12))
            return Answer(f"<?xml version='1.0'?><urlset>{urls}</urlset>".encode())
        if at == "/":
            return html("<a href='/collections/all'>全部</a><a href='/collections/new'>新品</a>")
        if at.startswith("/collections/") and "/products/" not in at:
            k = int(query_of(path).get("page", "1"))
            more = f"<a href='{at}?page={k + 1}'>下一页</a>" if k == 1 else ""
            return html(
                cards(part(k - 1, 12, 6), lambda n: f"{at}/products/shi-li-{n}?variant=9{n}") + more
            )
        if "/products/" in at:
            return goods_page(int(at.rsplit("-", 1)[1]), "<a href='?variant=77'>大袋</a>")
        return None

    return ExampleShop(page, truth(12))
