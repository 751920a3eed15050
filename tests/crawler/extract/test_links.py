"""Links: what is followed as what, and what is never followed."""

from __future__ import annotations

import time

import pytest

from crawler.extract.links import raw_links
from crawler.extract.page.page import Page
from crawler.extract.read_page import read_page
from crawler.url.url_kind import address_kind

HERE = "https://shop.example/c/flour"


def links(body: str, url: str = HERE) -> dict[str, str]:
    text = f"<html><head><title>面粉</title></head><body>{body}</body></html>"
    return {x.url: x.kind for x in read_page(Page.from_text(url, text)).links}


@pytest.mark.parametrize(
    "path",
    [
        "/goods/1001.html", "/item/77", "/products/wheat-flour", "/product/123", "/dp/B07FW264WL",
        "/item.htm?id=5", "/goods.php?id=9", "/index.php?s=/goods/index/id/15.html",
        "/index.php?route=product/product&product_id=42", "/catalogue/wheat-flour_209/",
        "/detail/88123", "/shop/flour-p12345.html", "/offer/6543210.html", "/p/100001",
        "/goods-12.html", "/?s=goods/index/id/1", "/product_detail.asp?id=3",
    ],
)  # fmt: skip
def test_addresses_of_goods_are_known(path: str) -> None:
    assert address_kind(f"https://shop.example{path}")[1] == "listing"


@pytest.mark.parametrize(
    "path",
    [
        "/c/flour?page=2", "/c/flour/page/3", "/list?p=4", "/c/flour/page-2.html", "/list_3_2.html",
        "/search?q=a&offset=40", "/c/flour?pageNo=2",
    ],
)  # fmt: skip
def test_parts_of_a_list_are_known(path: str) -> None:
    assert address_kind(f"https://shop.example{path}")[1] == "paged"


@pytest.mark.parametrize(
    "path",
    [
        "/cart/add/5", "/cart/", "/logout", "/user/logout.php", "/add-to-cart?id=5", "/?add-to-cart=5",
        "/login?next=/", "/register", "/wishlist/add/3/", "/en-gb/basket/add/209/", "/checkout/",
        "/goods/5/review/add", "/account/orders", "/products/5?action=delete", "/wp-login.php",
        "/en-gb/catalogue/flour_209/reviews/add/", "/compare/3", "/share/5",
        "/a.jpg", "/manual.pdf", "/app.apk", "/events/2026-11", "/calendar/2026/11/22",
        "/i18n/setlang/", "/on/demandware.store/Sites-X-Site/en_US/Account-Show", "/s/Cart-AddProduct?pid=5",
        "/shop/itemuseform.php?it_id=15", "/bbs/write.php?bo_table=qa", "/popup_image.php?pID=3",
        "/a/b/a/b/a/b/a/b",
    ],
)  # fmt: skip
def test_acting_links_files_and_traps_are_not_followed(path: str) -> None:
    assert address_kind(f"https://shop.example{path}")[1] == ""


def test_a_slug_that_merely_contains_an_acting_word_is_followed() -> None:
    assert address_kind("https://shop.example/products/share-a-cart-bag-12")[1] == "listing"
    assert address_kind("https://shop.example/c/likes-and-prints")[1] == "plain"


def test_the_next_page_is_found_in_all_its_habits() -> None:
    kinds = links(
        '<link rel="next" href="/c/flour?n=2"><a rel="next" href="/n1">2</a><a href="/n2">下一页</a>'
        '<a href="/n3">»</a><a href="/n4" aria-label="Next page"><i></i></a><a href="/c/flour?page=5">5</a>'
        '<button data-url="/n6?page=6">加载更多</button><li onclick="location.href=\'/n7?p=7\'">7</li>'
    )
    addresses = ["/n1", "/n2", "/n3", "/n4", "/c/flour?page=5", "/n6?page=6", "/n7?p=7"]
    assert {f"https://shop.example{x}": "next" for x in addresses}.items() <= kinds.items()


def test_a_card_makes_a_link_a_listing_whatever_its_address() -> None:
    card = '<li class="goods"><a href="/x/{0}">甲{0}</a><b class="price">¥{0}.00</b></li>'
    kinds = links(
        "<ul>" + "".join(card.format(n) for n in range(1, 6)) + "</ul><a href='/about'>关于</a>"
    )
    assert kinds["https://shop.example/x/3"] == "listing"
    assert kinds["https://shop.example/about"] == "list"


def test_links_of_foreign_sites_count_only_when_they_show_goods() -> None:
    kinds = links(
        '<a href="https://weibo.example/u/1">微博</a>'
        '<a href="https://item.taobao.com/item.htm?id=5">淘宝</a><a href="//m.shop.example/c">手机版</a>'
    )
    assert kinds == {
        "https://item.taobao.com/item.htm?id=5": "listing",
        "https://m.shop.example/c": "list",
    }


def test_odd_references_are_left_out() -> None:
    odd = ["javascript:void(0)", "#top", "mailto:a@b.cn", "tel:1", "data:text/html,x", "http://", "//",
           "http://[", "ftp://a.example/", "http://a.example:99999/", " ", "\\\\evil"]  # fmt: skip
    kinds = links("".join(f'<a href="{href}">x</a>' for href in odd))
    assert not [url for url in kinds if "evil" not in url]


def test_a_base_element_is_obeyed_and_routes_keep_their_fragment() -> None:
    kinds = links(
        '<base href="https://shop.example/app/"><a href="goods/7.html#r">a</a><a href="#/c/2">b</a>'
    )
    assert kinds == {
        "https://shop.example/app/": "list",
        "https://shop.example/app/goods/7.html": "listing",
        "https://shop.example/app/#/c/2": "list",
    }


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ("0;url=/list", "/list"),
        ("3; URL = '/list'", "/list"),
        ("0.5, url=&quot;/list&quot; x", "/list"),
        ("0;/list", "/list"),
        ("url=/list", "/list"),
        ("0;url=/list;v=1", "/list;v=1"),
        ("0;url='/a list", "/a%20list"),
    ],
)
def test_a_refresh_is_read_as_a_browser_reads_it(content: str, path: str) -> None:
    assert list(links(f'<meta http-equiv="Refresh" content="{content}">')) == [
        f"https://shop.example{path}"
    ]


@pytest.mark.parametrize(
    "content", ["5", "0;", "0; url=", "soon;url=/list", "0url=/list", "0;url=''"]
)
def test_a_refresh_without_an_address_leads_nowhere(content: str) -> None:
    assert links(f'<meta http-equiv="refresh" content="{content}">') == {}


def test_a_query_is_sent_in_the_charset_of_its_page() -> None:
    page = Page.from_bytes(HERE, '<a href="/列表?q=面粉">面粉</a>'.encode("gbk"), "gbk")
    assert [link.url for link in read_page(page).links] == [
        "https://shop.example/%E5%88%97%E8%A1%A8?q=%C3%E6%B7%DB"
    ]


def test_a_word_that_the_charset_lacks_goes_as_it_is() -> None:
    page = Page.from_bytes(HERE, "<a href='/s?q=麵&#x1F33E;'>麵粉</a>".encode("big5"), "big5")
    assert [link.url for link in read_page(page).links] == ["https://shop.example/s?q=麵🌾"]


def test_a_backslash_in_a_path_is_a_slash() -> None:
    assert list(links(r'<a href="\list\flour?x=a\b">面粉</a>')) == [
        r"https://shop.example/list/flour?x=a\b"
    ]


@pytest.mark.parametrize(
    ("base", "target"),
    [
        ("", "https://shop.example/c/goods/7.html"),
        ("<base href='https://shop.example/'>", "https://shop.example/goods/7.html"),
        ('<base target=_top href="/mall/">', "https://shop.example/mall/goods/7.html"),
        ("<BASE HREF=/mall/>", "https://shop.example/mall/goods/7.html"),
    ],
)
def test_links_without_a_tree_count_from_the_base_that_the_page_names(
    base: str, target: str
) -> None:
    body = f"<html><head>{base}</head><body><a href='goods/7.html'>面粉</a>".encode()
    assert raw_links(HERE, body, "utf-8") == {target: "listing"}


def test_many_base_elements_without_end_cost_little() -> None:
    begun = time.process_time()
    assert raw_links(HERE, b"<base " * 20_000, "utf-8") == {}
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<iframe srcdoc=\"<a href='/c/rice'>大米</a>\"></iframe>", "/c/rice"),
        ("<object data=/c/rice.html type=text/html></object>", "/c/rice.html"),
        ("<embed src=/c/rice>", "/c/rice"),
        ("<link rel=prerender href=/c/rice>", "/c/rice"),
        ("<img src=a.png longdesc=/c/rice>", "/c/rice"),
        ("<form action=/c/rice><button>全部大米</button></form>", "/c/rice"),
        ("<form><button formaction=/c/rice>全部大米</button></form>", "/c/rice"),
        ("<meta http-equiv=refresh content='30; url=/c/rice'>" + "<p>面粉</p>" * 500, "/c/rice"),
    ],
)
def test_documents_that_a_page_names_without_a_link_are_followed(markup: str, address: str) -> None:
    assert f"https://shop.example{address}" in links(markup)


@pytest.mark.parametrize(("base", "folder"), [("/mall/", "/mall/"), ("mall/", "/c/mall/")])
def test_the_base_of_a_page_is_followed(base: str, folder: str) -> None:
    text = f"<html><head><base href={base}></head><body><a href=g/1>面粉</a></body></html>"
    addresses = {x.url for x in read_page(Page.from_text(HERE, text)).links}
    assert addresses == {f"https://shop.example{folder}", f"https://shop.example{folder}g/1"}


@pytest.mark.parametrize(
    "markup",
    [
        "<form action=/c/rice method=post><button>全部大米</button></form>",
        "<form action=/c/rice><input type=hidden name=add value=5><button>全部大米</button></form>",
        "<form action=/c/rice><button>加入购物车</button></form>",
        "<form action=/cart/add/5><button>好</button></form>",
        "<form><button formaction=/c/rice formmethod=post>全部大米</button></form>",
        "<a ping=/c/rice>大米</a>",
        "<iframe srcdoc=\"<img src='/c/rice.png'><a href='/cart/add/5'>买</a>\"></iframe>",
        "<object data=/c/rice type=video/mp4></object>",
        "<embed src=/c/rice.swf>",
        "<link rel=prefetch as=script href=/c/rice>",
        "<form action=/c/rice><button type=button onclick='buy(5)'>全部大米</button></form>",
        "<form action=/c/rice><button type=reset>全部大米</button></form>",
        "<form action=/c/rice><input id=mail><button>全部大米</button></form>",
        "<form action=/c/rice onsubmit='return order()'><button>全部大米</button></form>",
        "<form action=/c/rice><input type=image src=/a.png alt=加入购物车></form>",
        "<form><button formaction=/c/rice formmethod=dialog>全部大米</button></form>",
        "<iframe srcdoc=\"<a href='/c/rice'>删除</a>\"></iframe>",
        "<noscript><meta http-equiv=refresh content='0; url=/c/flour?js=0'></noscript>"
        + "<p>面粉</p>" * 500,
    ],
)
def test_what_acts_or_is_no_document_is_left(markup: str) -> None:
    assert links(markup) == {}
