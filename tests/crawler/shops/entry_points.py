"""Shops whose goods are reached by sitemaps, feeds, search forms or scripts in links (入口)."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote, urlsplit

from tests.crawler.shops.shop import (
    ExampleShop,
    Shops,
    card,
    cards,
    goods_page,
    part,
    price,
    query_of,
    registering,
    title,
    truth,
)
from tests.crawler.website import Answer, html

SHOPS: Shops = {}
shop = registering(SHOPS)


@shop
def sitemap_index_in_gzip_that_only_robots_names() -> ExampleShop:
    def page(path: str) -> Answer | None:
        if path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow:\nSITEMAP: /maps/all.xml.gz\n")
        if path == "/maps/all.xml.gz":
            index = "".join(f"<sitemap><loc>/maps/{k}.gz</loc></sitemap>" for k in range(2))
            xml = f"<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{index}</sitemapindex>"
            return Answer(gzip.compress(xml.encode()), headers={"Content-Type": "application/gzip"})
        if path.startswith("/maps/"):
            k = int(path[6])
            urls = "".join(f"<url><loc>/wu-{n}-xq</loc></url>" for n in part(k, 24, 12))
            xml = f"<?xml version='1.0'?><urlset>{urls}</urlset>"
            return Answer(
                gzip.compress(xml.encode()), headers={"Content-Type": "application/x-gzip"}
            )
        if path.startswith("/wu-"):
            return goods_page(int(path.split("-")[1]))
        return html("<h1>示例小店</h1><p>欢迎光临</p>") if path == "/" else None

    return ExampleShop(page, truth(24))


@shop
def blocks_with_data_href_and_onclick() -> ExampleShop:
    def block(n: int) -> str:
        how = (
            f"data-href='/xq/{n}.htm'",
            f"onclick=\"location.href='/xq/{n}.htm'\"",
            f"onclick=\"window.open('/xq/{n}.htm','_blank')\"",
            f"data-url='xq/{n}.htm'",
            f"onclick='toGoods(\"/xq/{n}.htm\")'",
            f"onclick=\"self.location='xq/{n}.htm';return false\"",
        )[n % 6]
        return f"<div class='goods-item' {how}><h3>{title(n)}</h3><b>¥{price(n)}</b></div>"

    def page(path: str) -> Answer | None:
        if path == "/":
            return html("".join(block(n) for n in range(18)))
        return goods_page(int(path[4:].removesuffix(".htm"))) if path.startswith("/xq/") else None

    return ExampleShop(page, truth(18))


def _matches(word: str, count: int) -> list[int]:
    return [n for n in range(count) if word in title(n)]


@shop
def goods_behind_a_search_form_by_get() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at == "/":
            return html(
                "<form action='/find.php' method='get' role='search'><input type='hidden' name='m' value='g'>"
                "<input name='kw' placeholder='搜索商品'><button>搜索</button></form><p>请搜索您要的商品。</p>"
            )
        if at == "/find.php":
            matches = _matches(query.get("kw", ""), 30)
            k = int(query.get("page", "1"))
            link = f"/find.php?m=g&kw={quote(query.get('kw', ''))}&page={k + 1}"
            after = f"<a href='{link}'>下一页</a>" if k * 10 < len(matches) else ""
            body = "".join(card(n, f"/n{n}.html") for n in matches[(k - 1) * 10 : k * 10])
            return html(f"<ul>{body}</ul>{after}", "搜索结果")
        return goods_page(int(at[2:].removesuffix(".html"))) if at.startswith("/n") else None

    return ExampleShop(page, truth(30))


@shop
def goods_behind_a_search_form_by_post() -> ExampleShop:
    box = (
        "<form action='/search.do' method='POST'><input type='text' name='keyword' value=''>"
        "<input type='hidden' name='type' value='goods'><input type='submit' value='搜 索'></form>"
    )

    def page(path: str) -> Answer | None:
        if path == "/":
            return html(box + "<p>请搜索您要的商品。</p>")
        return goods_page(int(path[3:])) if path.startswith("/d/") else None

    def form(path: str, fields: dict[str, str]) -> Answer | None:
        if path != "/search.do" or fields.get("type") != "goods":
            return None
        matches, k = _matches(fields.get("keyword", ""), 30), int(fields.get("pageNo", "1"))
        body = "".join(card(n, f"/d/{n}") for n in matches[(k - 1) * 10 : k * 10])
        after = (
            "<form action='/search.do' method='post'>"
            f"<input type='hidden' name='keyword' value='{fields.get('keyword', '')}'>"
            "<input type='hidden' name='type' value='goods'>"
            f"<input type='hidden' name='pageNo' value='{k + 1}'><button>下一页</button></form>"
            if k * 10 < len(matches)
            else ""
        )
        return html(f"{box}<ul>{body}</ul>{after}", "搜索结果")

    return ExampleShop(page, truth(30), form)


def _feed(kind: str) -> Answer:
    urls = [f"/w/{n}" for n in range(12)]
    if kind == "rss":
        items = "".join(
            f"<item><title>{title(n)}</title><link>{u}</link></item>" for n, u in enumerate(urls)
        )
        channel = f"<channel><title>示例</title><link>/</link>{items}</channel>"
        text = f"<?xml version='1.0'?><rss version='2.0'>{channel}</rss>"
        return Answer(text.encode(), headers={"Content-Type": "application/rss+xml"})
    if kind == "atom":
        items = "".join(
            f"<entry><title>{title(n)}</title><link rel='alternate' href='{u}'/></entry>"
            for n, u in enumerate(urls)
        )
        text = f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>{items}</feed>"
        return Answer(text.encode(), headers={"Content-Type": "application/atom+xml"})
    items_ = [{"id": u, "url": u, "title": title(n)} for n, u in enumerate(urls)]
    value = {"version": "https://jsonfeed.org/version/1.1", "title": "示例", "items": items_}
    return Answer(json.dumps(value).encode(), headers={"Content-Type": "application/feed+json"})


def _fed(kind: str, media: str, address: str) -> ExampleShop:
    def page(path: str) -> Answer | None:
        if path == "/":
            answer = html("<h1>示例小店</h1><p>新品请订阅。</p>")
            link = f"<link rel='alternate' type='{media}' href='{address}'></head>"
            return Answer(answer.body.replace(b"</head>", link.encode()))
        if path == address:
            return _feed(kind)
        return goods_page(int(path[3:])) if path.startswith("/w/") else None

    return ExampleShop(page, truth(12))


@shop
def goods_in_an_rss_feed() -> ExampleShop:
    return _fed("rss", "application/rss+xml", "/feed/")


@shop
def goods_in_an_atom_feed() -> ExampleShop:
    return _fed("atom", "application/atom+xml", "/xin.atom")


@shop
def goods_in_a_json_feed() -> ExampleShop:
    return _fed("json", "application/feed+json", "/feed.json")


@shop
def a_start_page_that_only_sends_on() -> ExampleShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at == "/":
            return Answer(
                b"<html><head><meta http-equiv='Refresh' content='0; URL=/mall/'></head></html>"
            )
        if at == "/mall/":
            return html("<script>location.href = 'index2.html';</script>")
        if at == "/mall/index2.html":
            return html(cards(range(10), lambda n: f"../wu/{n}.shtml"))
        return goods_page(int(at[4:].removesuffix(".shtml"))) if at.startswith("/wu/") else None

    return ExampleShop(page, truth(10))


@shop
def links_written_in_every_way() -> ExampleShop:
    """A base element, capitals, entities, line breaks, other spellings of the host, GBK in a query."""

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at == "/":
            hrefs = (
                "x?n=0&amp;k=a", "./x?n=1", "../shop/x?n=2", "/shop/x?n=3 ", "\n x?n=4", "x?k=%C3%E6%B7%DB&n=5",
                "X?n=6".lower(), "?n=7", "x?n=8#pl", "/shop//x?n=9",
            )  # fmt: skip
            cards = "".join(
                f'<LI class=card><A HREF="{href}">{title(n)}</A><b>¥{price(n)}</b></LI>'
                for n, href in enumerate(hrefs)
            )
            body = f"<html><head><base href='/shop/x'><title>店</title></head><body><ul>{cards}</ul></body></html>"
            return Answer(body.encode())
        return (
            goods_page(int(query["n"])) if at in ("/shop/x", "/shop//x") and "n" in query else None
        )

    return ExampleShop(page, truth(10))
