"""The rules on paths answer for an address what each pattern would answer alone."""

from __future__ import annotations

import pytest

from crawler.url.acting_links import is_acting
from crawler.url.canonical_url import page_address
from crawler.url.path_rules import rules_of
from crawler.url.url_kind import address_kind, names_list
from crawler.url.url_parts import absolute, split


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        ("/goods/80231.html", {"listing"}),
        ("/Goods/80231.HTML", {"listing"}),
        ("/goods/detail", {"listing", "doing", "listing page", "showing"}),
        ("/category/flour/page/3", {"page"}),
        ("/user/logout.html", {"acting", "act"}),
        ("/logo.png", {"file"}),
        ("/flour", set()),
    ],
)
def test_a_path_bears_the_rules_whose_patterns_it_holds(path: str, rules: set[str]) -> None:
    assert rules_of(path) == rules


def test_a_path_with_chinese_letters_is_judged_by_the_same_rules() -> None:
    assert rules_of("/面粉/goods/80231.html") == {"listing"}
    assert rules_of("/面粉/cart/") == {"acting", "act"}


def test_an_order_is_an_act_only_where_something_is_done_to_it() -> None:
    placed, displayed = (
        split("https://shop.example/order/add.do"),
        split("https://shop.example/order/12"),
    )
    assert placed is not None
    assert displayed is not None
    assert is_acting(placed)
    assert not is_acting(displayed)


def test_a_plain_category_is_plain() -> None:
    assert address_kind("https://www.shop.example/flour") == ("shop.example", "plain")


@pytest.mark.parametrize(
    ("base", "href", "link"),
    [
        ("https://shop.example", "a.html", "https://shop.example/a.html"),
        (
            "https://shop.example/list/1?page=/2",
            "item-3.html",
            "https://shop.example/list/item-3.html",
        ),
        ("https://shop.example/a/../b/c", "d", "https://shop.example/b/d"),
        ("https://shop.example/a/b", "../c.html", "https://shop.example/c.html"),
    ],
)
def test_a_link_beside_the_page_is_joined_as_a_browser_joins_it(
    base: str, href: str, link: str
) -> None:
    assert absolute(base, href) == link


def test_a_query_keeps_blank_values_and_foreign_bytes() -> None:
    address = split("https://shop.example/?a=1&b&c=%C3%E6+x&&d==")
    assert address is not None
    assert address.pairs() == [("a", "1"), ("b", ""), ("c", "\udcc3\udce6 x"), ("d", "=")]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://shop.example/shop/item.php?it_id=7", "listing"),
        ("https://shop.example/index.php?option=com_content&view=article&Itemid=101", "plain"),
        ("https://shop.example/index.php?main_page=product_info&products_id=7", "listing"),
        ("https://shop.example/shop/itemqaform.php?it_id=7", ""),
        ("https://shop.example/shop/largeimage.php?it_id=7", ""),
        ("https://shop.example/index.php?main_page=product_reviews_write&products_id=7", "plain"),
        ("https://shop.example/index.php?main_page=popup_image&products_id=7", "plain"),
        ("https://shop.example/uniform.php?product_id=7", "listing"),
        ("https://shop.example/mask.php?goods_id=7", "listing"),
        ("https://shop.example/shelf.php?cid=3&goods_num=24", "plain"),
    ],
)
def test_the_number_of_goods_names_them_where_the_program_shows_them(url: str, kind: str) -> None:
    assert address_kind(url)[1] == kind


def test_a_choice_of_screen_is_no_other_page() -> None:
    assert (
        page_address("https://shop.example/list?ca=10&device=mobile")
        == "https://shop.example/list?ca=10"
    )
    assert (
        page_address("https://shop.example/list?device=phone")
        == "https://shop.example/list?device=phone"
    )


@pytest.mark.parametrize(
    ("address", "is_list"),
    [
        ("/shelf.php?cid=3", True),
        ("/index.php?cid=12_7&page=2", True),
        ("/c?cid=50012345&sort=1", True),
        ("/shop/list.asp?cid=9987,653,655", True),
        ("/list?cid=women-shoes", True),
        ("/index.php?cPath=1_2", True),
        ("/company.php?cat=3", True),
        ("/company.php?cid=12345", False),
        ("/about/contact.html?cid=7", False),
        ("/news?cid=3", False),
        ("/article.php?cid=81", False),
        ("/coupon?cid=1001", False),
        ("/?cid=GA1.2.1046.1763740800", False),
        ("/page?cid=3f2a9c1e-77d0-4b5e-9d0a-5f7f0f2a1c11", False),
        ("/page?cid=8f3a91cc", False),
        ("/page?cid=176374080012345", False),
        ("/goods.php?id=5&cid=3", False),
    ],
)
def test_a_cid_is_a_category_by_what_it_looks_like_and_what_the_page_is(
    address: str, is_list: bool
) -> None:
    parts = split(f"https://shop.example{address}")
    assert parts is not None
    assert names_list(parts) is is_list
