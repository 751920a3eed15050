"""Routes behind the # sign are pages of their own; places on a page are none."""

from __future__ import annotations

import pytest

from crawler.extract.visible.item_number import url_number
from crawler.frontier.listing_key import listing_key
from crawler.frontier.page_fingerprint import page_fingerprint
from crawler.url.canonical_url import page_address
from crawler.url.first_page import is_home
from crawler.url.url_kind import address_kind
from crawler.url.url_parts import split
from storage.records import Listing

SHOP = "http://shop.example"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/#/items/detail/20025", "listing"),
        ("/#!/goods/1001", "listing"),
        ("/h5/#/pages/product/product?id=5", "listing"),
        ("/pages/goods_details/index?id=1001", "listing"),
        ("/pages/goods/detail?goods_id=7", "listing"),
        ("/package/pages/prod/prod?prodId=92", "listing"),
        ("/index.php?controller=site&action=products&id=5", "listing"),
        ("/index.php?controller=site&action=pro_list&cat=5", "plain"),
        ("/home/Export/export_image.html?goods_id=5", ""),
        ("/home/Goods/consult.html?goods_id=5", "plain"),
        ("/index.php?controller=site&action=add_product&id=5", ""),
        ("/#/items/category?itemClass=2001", "plain"),
        ("/#/items/new", "plain"),
        ("/pages/goods/goods_list/index?sid=101", "plain"),
        ("/pages/goods/goods_comment_list/index?product_id=3", "plain"),
        ("/#/cart", ""),
        ("/#/login/", ""),
        ("/pages/order_addcart/order_addcart", ""),
    ],
)
def test_a_route_says_what_its_page_is(path: str, kind: str) -> None:
    assert address_kind(SHOP + path)[1] == kind


def test_a_route_has_one_spelling() -> None:
    assert page_address(f"{SHOP}/#/goods?b=2&a=1&spm=9") == f"{SHOP}/#/goods?a=1&b=2"
    assert page_address(f"{SHOP}/#!/goods") == f"{SHOP}/#!/goods"
    assert page_address(f"{SHOP}/#/") == page_address(f"{SHOP}/#top") == f"{SHOP}/"


@pytest.mark.parametrize(
    "path",
    [
        *("/#/", "/#/home", "/pages/index/index", "/#/pages/index/index", "/home/Index/index.html"),
        *("/index.php?rt=index/home", "/index.php?controller=site&action=index", "/index.php/home"),
    ],
)
def test_a_route_may_be_the_first_page(path: str) -> None:
    parts = split(SHOP + path)
    assert parts is not None
    assert is_home(parts)


def test_a_word_that_is_searched_for_is_no_first_page() -> None:
    parts = split(f"{SHOP}/?s=home")
    assert parts is not None
    assert not is_home(parts)


@pytest.mark.parametrize(
    "route",
    [
        "#/items/detail/{}",
        "#!/goods/{}",
        "pages/goods/goods?goodsId={}",
        "pages/goods_details/index?id={}",
    ],
)
def test_goods_are_told_apart_by_the_number_in_their_route(route: str) -> None:
    urls = [f"{SHOP}/{route.format(number)}" for number in (20025, 20026)]
    assert len({listing_key(Listing(url=url, title="")) for url in urls}) == len(urls)
    assert len({page_fingerprint(url) for url in urls}) == len(urls)
    further = f"{urls[0]}{'&' if '?' in urls[0] else '?'}spm=3"
    assert listing_key(Listing(url=further, title="")) == listing_key(
        Listing(url=urls[0], title="")
    )


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/#/items/detail/20025", "20025"),
        ("/?s=goods/index/id/100001.html", "100001"),
        ("/#/pages/goods/detail?goods_id=17", "17"),
    ],
)
def test_a_route_holds_the_number_of_its_goods(path: str, number: str) -> None:
    assert url_number(SHOP + path) == number
