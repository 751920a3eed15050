"""Shops with odd habits, each with the truth of what it sells (多样店铺及其真值).

Every shop sells the same kind of goods on plain pages without structured data; what differs is how
its goods are reached, how many addresses show one of them, and what leads nowhere.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from tests.crawler.website import Answer, Form, Page, html

_WORDS = ["雪花粉", "挂面", "酸奶", "羊排", "葵花籽", "枸杞", "番茄酱", "蜜瓜", "小米", "驼奶"]


def title(n: int) -> str:
    return f"示例牌{_WORDS[n % 10]} {100 + n} 号装"


def price(n: int) -> str:
    return f"{n + 7}.50"


def truth(count: int) -> dict[str, str]:
    """Title → price of the first so many goods."""
    return {title(n): price(n) for n in range(count)}


def goods_page(n: int, more: str = "", head: str = "") -> Answer:
    """One good as a small shop shows it: no structured data."""
    words = "本品产自内蒙古，粮心之选，适合家庭日常食用。" * 6
    body = (
        f"<h1>{title(n)}</h1><p>价格：<span class='price'>¥{price(n)}</span></p>"
        f"<button>加入购物车</button><div>{words}</div>{more}"
    )
    page = html(body, f"{title(n)} - 示例小店")
    return Answer(page.body.replace(b"</head>", f"{head}</head>".encode()))


def card(n: int, href: str) -> str:
    return f"<li class='card'><a href='{href}'>{title(n)}</a><span class='price'>¥{price(n)}</span></li>"


def cards(numbers: range, href: Callable[[int], str]) -> str:
    return "<ul>" + "".join(card(n, href(n)) for n in numbers) + "</ul>"


def query_of(path: str) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(path).query, keep_blank_values=True).items()}


def part(number: int, count: int, size: int) -> range:
    return range(min(number * size, count), min((number + 1) * size, count))


@dataclass(frozen=True)
class OddShop:
    """A shop, what it sells, and how many of its goods a crawl from `/` must bring."""

    page: Page
    sells: dict[str, str]
    form: Form | None = None
    start: str = "/"
    copies: int = 1
    """Listings of each good that the shop has."""


SHOPS: dict[str, Callable[[], OddShop]] = {}


def shop(make: Callable[[], OddShop]) -> Callable[[], OddShop]:
    SHOPS[make.__name__] = make
    return make


@shop
def sitemap_index_in_gzip_that_only_robots_names() -> OddShop:
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

    return OddShop(page, truth(24))


@shop
def numbered_pages_in_a_query() -> OddShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at in ("/", "/mall"):
            k = int(query_of(path).get("page", "1"))
            numbers = "".join(
                f"<a href='/mall?page={j}'>{j}</a>" for j in (1, k - 1, k + 1, 5) if 1 <= j <= 5
            )
            return html(
                cards(part(k - 1, 50, 10), lambda n: f"/mall/{n}/view") + numbers, "全部商品"
            )
        if at.startswith("/mall/"):
            return goods_page(int(at.split("/")[2]))
        return None

    return OddShop(page, truth(50))


@shop
def pages_in_the_path_behind_a_category() -> OddShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path.strip("/").split("/")
        if at == [""]:
            return html(
                "<a href='/cat-liangyou/'>粮油</a> <a href='/cat-rouruang/'>肉乳</a>"
                + "<p>示例</p>"
            )
        if at[0].startswith("cat-") and (len(at) == 1 or at[1] == "page"):
            k = int(at[2]) if len(at) > 2 else 1
            base = 0 if at[0] == "cat-liangyou" else 20
            shown = [base + n for n in part(k - 1, 20, 6)]
            after = f"<a href='/{at[0]}/page/{k + 1}/'>&raquo;</a>" if k < 4 else ""
            body = "".join(card(n, f"/{at[0]}/ming-{n}-pin/") for n in shown)
            return html(f"<ul>{body}</ul>{after}", "分类")
        if at[0].startswith("cat-") and len(at) == 2:
            return goods_page(int(at[1].split("-")[1]))
        return None

    return OddShop(page, truth(40))


@shop
def offset_and_limit() -> OddShop:
    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at in ("/", "/browse"):
            start = int(query.get("offset", "0"))
            after = (
                f"<a class='pg' href='?offset={start + 8}&limit=8'>下一页</a>"
                if start + 8 < 30
                else ""
            )
            where = "/browse" if at == "/" else ""
            after = after.replace("href='?", f"href='{where}?")
            return html(
                cards(range(start, min(start + 8, 30)), lambda n: f"/view.asp?bh={n}") + after
            )
        if at == "/view.asp":
            return goods_page(int(query["bh"]))
        return None

    return OddShop(page, truth(30))


@shop
def load_more_names_its_address_in_data_url() -> OddShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        k = int(query_of(path).get("k", "0"))
        more = f"<button class='more' data-url='/more?k={k + 1}'>加载更多</button>" if k < 3 else ""
        listed = cards(part(k, 32, 8), lambda n: f"/g/{n}")
        if at == "/":
            return html(listed + more)
        if at == "/more":
            return Answer((listed + more).encode())
        return goods_page(int(at.split("/")[2])) if at.startswith("/g/") else None

    return OddShop(page, truth(32))


@shop
def blocks_with_data_href_and_onclick() -> OddShop:
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

    return OddShop(page, truth(18))


def _found(word: str, count: int) -> list[int]:
    return [n for n in range(count) if word in title(n)]


@shop
def goods_behind_a_search_form_by_get() -> OddShop:
    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at == "/":
            return html(
                "<form action='/find.php' method='get' role='search'><input type='hidden' name='m' value='g'>"
                "<input name='kw' placeholder='搜索商品'><button>搜索</button></form><p>请搜索您要的商品。</p>"
            )
        if at == "/find.php":
            found = _found(query.get("kw", ""), 30)
            k = int(query.get("page", "1"))
            link = f"/find.php?m=g&kw={quote(query.get('kw', ''))}&page={k + 1}"
            after = f"<a href='{link}'>下一页</a>" if k * 10 < len(found) else ""
            body = "".join(card(n, f"/n{n}.html") for n in found[(k - 1) * 10 : k * 10])
            return html(f"<ul>{body}</ul>{after}", "搜索结果")
        return goods_page(int(at[2:].removesuffix(".html"))) if at.startswith("/n") else None

    return OddShop(page, truth(30))


@shop
def goods_behind_a_search_form_by_post() -> OddShop:
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
        found, k = _found(fields.get("keyword", ""), 30), int(fields.get("pageNo", "1"))
        body = "".join(card(n, f"/d/{n}") for n in found[(k - 1) * 10 : k * 10])
        after = (
            "<form action='/search.do' method='post'>"
            f"<input type='hidden' name='keyword' value='{fields.get('keyword', '')}'>"
            "<input type='hidden' name='type' value='goods'>"
            f"<input type='hidden' name='pageNo' value='{k + 1}'><button>下一页</button></form>"
            if k * 10 < len(found)
            else ""
        )
        return html(f"{box}<ul>{body}</ul>{after}", "搜索结果")

    return OddShop(page, truth(30), form)


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


def _fed(kind: str, media: str, address: str) -> OddShop:
    def page(path: str) -> Answer | None:
        if path == "/":
            answer = html("<h1>示例小店</h1><p>新品请订阅。</p>")
            link = f"<link rel='alternate' type='{media}' href='{address}'></head>"
            return Answer(answer.body.replace(b"</head>", link.encode()))
        if path == address:
            return _feed(kind)
        return goods_page(int(path[3:])) if path.startswith("/w/") else None

    return OddShop(page, truth(12))


@shop
def goods_in_an_rss_feed() -> OddShop:
    return _fed("rss", "application/rss+xml", "/feed/")


@shop
def goods_in_an_atom_feed() -> OddShop:
    return _fed("atom", "application/atom+xml", "/xin.atom")


@shop
def goods_in_a_json_feed() -> OddShop:
    return _fed("json", "application/feed+json", "/feed.json")


def _canonical(target: Callable[[int], str]) -> OddShop:
    def page(path: str) -> Answer | None:
        if path == "/":
            return html(cards(range(15), lambda n: f"/product/{n}.html"))
        if path.startswith("/product/"):
            n = int(path[9:].removesuffix(".html"))
            return goods_page(n, head=f"<link rel='canonical' href='{target(n)}'>")
        return None

    return OddShop(page, truth(15))


@shop
def canonical_points_home_everywhere() -> OddShop:
    return _canonical(lambda _: "/")


@shop
def canonical_points_to_one_good_everywhere() -> OddShop:
    return _canonical(lambda _: "/product/3.html")


@shop
def canonical_points_to_a_list_everywhere() -> OddShop:
    return _canonical(lambda _: "/list/all.html")


@shop
def canonical_joins_a_slug_and_a_number() -> OddShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if path == "/":
            return html(
                cards(
                    range(12),
                    lambda n: f"/index.php?route=product/product&path=20&product_id={50 + n}",
                )
                + cards(range(12), lambda n: f"/shi-li-{_WORDS[n % 10]}-{'abcdefghijkl'[n]}")
            )
        n = None
        if at == "/index.php":
            n = int(query_of(path)["product_id"]) - 50
        elif at.startswith("/shi-li-"):
            n = "abcdefghijkl".index(at[-1])
        if n is None:
            return None
        name = quote(f"/shi-li-{_WORDS[n % 10]}-{'abcdefghijkl'[n]}")
        return goods_page(n, head=f"<link rel='canonical' href='{name}'>")

    return OddShop(page, truth(12))


@shop
def one_good_under_many_addresses() -> OddShop:
    forms = [
        ("", ""),
        ("/index.php", "&utm_source=wx&spm=a.b.c"),
        ("/en", "&sort=price"),
        ("", ".html"),
    ]

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at in ("/", "/en/", "/mn/") and not query:
            shown = "".join(
                card(n, f"{prefix}/?s=goods/index/id/{n}{tail}")
                for n in range(10)
                for prefix, tail in forms
            )
            other = "<a href='/en/'>English</a><a href='/mn/'>ᠮᠣᠩᠭᠣᠯ</a>"
            return html(f"<ul>{shown}</ul>{other}")
        if query.get("s"):
            return goods_page(int(query["s"].rsplit("/", 1)[1].removesuffix(".html")))
        return None

    return OddShop(page, truth(10))


@shop
def sorted_and_filtered_without_end() -> OddShop:
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
                cards(range(20), lambda n: f"/goods-{n}.html?from=list&{on}") + facets, "商品列表"
            )
        return goods_page(int(at[7:].removesuffix(".html"))) if at.startswith("/goods-") else None

    return OddShop(page, truth(20))


@shop
def facets_in_the_path_without_end() -> OddShop:
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
            return html(cards(range(20), lambda n: f"/goods-{n}.html") + facets, "商品列表")
        return goods_page(int(at[7:].removesuffix(".html"))) if at.startswith("/goods-") else None

    return OddShop(page, truth(20))


@shop
def a_session_in_every_address() -> OddShop:
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

    return OddShop(page, truth(12))


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
def acting_links_everywhere() -> OddShop:
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

    return OddShop(page, truth(10))


@shop
def a_calendar_without_end() -> OddShop:
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

    return OddShop(page, truth(8))


@shop
def what_is_gone_answers_200() -> OddShop:
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

    return OddShop(page, truth(10))


@shop
def goods_named_by_the_query_of_one_path() -> OddShop:
    """`/goods/detail?id=`: a path that looks like goods and names none."""

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at == "/":
            return html(cards(range(14), lambda n: f"/goods/detail?id={n}&cid={n % 3}"))
        return goods_page(int(query["id"])) if at == "/goods/detail" else None

    return OddShop(page, truth(14))


@shop
def numbers_that_mean_something_else_in_each_module() -> OddShop:
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

    return OddShop(page, truth(16))


@shop
def a_start_page_that_only_sends_on() -> OddShop:
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

    return OddShop(page, truth(10))


@shop
def links_written_in_every_way() -> OddShop:
    """A base element, capitals, entities, line breaks, other spellings of the host, GBK in a query."""

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at == "/":
            hrefs = (
                "x?n=0&amp;k=a", "./x?n=1", "../shop/x?n=2", "/shop/x?n=3 ", "\n x?n=4", "x?k=%C3%E6%B7%DB&n=5",
                "X?n=6".lower(), "?n=7", "x?n=8#pl", "/shop//x?n=9",
            )  # fmt: skip
            shown = "".join(
                f'<LI class=card><A HREF="{href}">{title(n)}</A><b>¥{price(n)}</b></LI>'
                for n, href in enumerate(hrefs)
            )
            body = f"<html><head><base href='/shop/x'><title>店</title></head><body><ul>{shown}</ul></body></html>"
            return Answer(body.encode())
        return (
            goods_page(int(query["n"])) if at in ("/shop/x", "/shop//x") and "n" in query else None
        )

    return OddShop(page, truth(10))


@shop
def an_old_form_that_a_script_turns_over() -> OddShop:
    """`javascript:goPage(2)` fills a hidden field and sends the form by POST."""

    def part_of(k: int) -> Answer:
        pager = "".join(f"<a href='javascript:goPage({j})'>{j}</a>" for j in range(1, 5))
        form = (
            "<form name=f method=post action='/list.jsp'><input type=hidden name=pageNo value="
            f"'{k}'><input type=hidden name=cat value='7'></form>"
        )
        return html(cards(part(k - 1, 36, 9), lambda n: f"/show.jsp?bh={n}") + form + pager, "商品")

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at in ("/", "/list.jsp"):
            return part_of(1)
        return goods_page(int(query["bh"])) if at == "/show.jsp" else None

    def form(path: str, fields: dict[str, str]) -> Answer | None:
        return part_of(int(fields["pageNo"])) if fields.get("cat") == "7" else None

    return OddShop(page, truth(36), form)


@shop
def a_pager_of_postbacks() -> OddShop:
    """ASP.NET: every part is a postback of the whole page's form."""

    def part_of(k: int) -> Answer:
        pager = "".join(
            f"<a href=\"javascript:__doPostBack('ctl00$Pager','{j}')\">{j}</a>" for j in range(1, 4)
        )
        state = f"<input type=hidden name=__VIEWSTATE value='dDw{k}0'>"
        return html(
            f"<form method=post action='./Default.aspx'>{state}"
            f"{cards(part(k - 1, 24, 8), lambda n: f'/Show.aspx?gid={n}')}{pager}</form>", "商品"
        )  # fmt: skip

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at in ("/", "/Default.aspx"):
            return part_of(1)
        return goods_page(int(query["gid"])) if at == "/Show.aspx" else None

    def form(path: str, fields: dict[str, str]) -> Answer | None:
        known = fields.get("__EVENTTARGET") == "ctl00$Pager" and "__VIEWSTATE" in fields
        return part_of(int(fields["__EVENTARGUMENT"])) if known else None

    return OddShop(page, truth(24), form)


@shop
def the_last_part_comes_again_for_ever() -> OddShop:
    """Beyond its end the list shows its last part, with a link to the next."""

    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at == "/":
            k = int(query_of(path).get("page", "1"))
            shown = part(min(k, 3) - 1, 25, 10)
            return html(cards(shown, lambda n: f"/c/{n}") + f"<a href='/?page={k + 1}'>下一页</a>")
        return goods_page(int(at[3:])) if at.startswith("/c/") else None

    return OddShop(page, truth(25))


@shop
def goods_that_share_their_name() -> OddShop:
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

    return OddShop(page, truth(5), copies=2)


@shop
def a_shop_whose_shelves_name_its_goods_again() -> OddShop:
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

    return OddShop(page, truth(12))


@shop
def every_pager_repeats_sorting_and_filters() -> OddShop:
    """The next part of a list names its order and its empty filters, as old shop programs do."""

    def page(path: str) -> Answer | None:
        at, query = urlsplit(path).path, query_of(path)
        if at == "/":
            return html("".join(f"<a href='category.php?id={c}'>类{c}</a>" for c in (1, 2, 3)))
        if at == "/category.php":
            c, k = int(query.get("id") or query["category"]), int(query.get("page", "1"))
            shown = [(c - 1) * 20 + n for n in part(k - 1, 20, 8)]
            empty = f"category.php?category={c}&display=grid&brand=0&price_min=0&price_max=0"
            sorts = "".join(
                f"<a href='{empty}&filter_attr=0&page=1&sort={s}&order={o}'>排序</a>"
                for s in ("goods_id", "shop_price")
                for o in ("ASC", "DESC")
            )
            rest = "price_min=0&price_max=0&sort=last_update&order=DESC"
            after = f"<a href='category.php?id={c}&page={k + 1}&{rest}'>下一页</a>" if k < 3 else ""
            body = "".join(card(n, f"goods.php?id={n + 1}") for n in shown)
            return html(f"<ul>{body}</ul>{sorts}{after}")
        return goods_page(int(query["id"]) - 1) if at == "/goods.php" else None

    return OddShop(page, truth(60))


@shop
def a_pager_that_is_a_choice() -> OddShop:
    def page(path: str) -> Answer | None:
        at = urlsplit(path).path
        if at == "/":
            k = int(query_of(path).get("pn", "0"))
            choice = "".join(f"<option value='/?pn={j}'>{j}</option>" for j in range(3))
            listed = cards(part(k, 30, 10), lambda n: f"/x{n}.html")
            return html(f"{listed}<select onchange='location.href=this.value'>{choice}</select>")
        return goods_page(int(at[2:].removesuffix(".html"))) if at.startswith("/x") else None

    return OddShop(page, truth(30))
