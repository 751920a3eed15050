"""One listing has one key, one page one address, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.frontier.listing_key import listing_key
from crawler.url.canonical_url import page_address
from storage.records import Listing

SHOP = "https://shop.example"


def key(url: str, canonical: str | None = None, **fields: str) -> str:
    return listing_key(Listing(url=url, title="面粉", **fields), canonical)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/en-gb/catalogue/wheat-flour_209/", "/de/catalogue/wheat-flour_209/"),
        ("/catalogue/wheat-flour_209/", "/zh-hans/catalogue/wheat-flour_209/"),
        ("/?s=goods/index/id/1", "/index.php?s=/goods/index/id/1.html"),
        ("/item/5.html?utm_source=a&spm=x", "/item/5.html"),
        ("/item.htm?id=5&skuId=9&spm=a1", "/item.htm?id=5"),
        ("/product.php?id=7&sort=price", "/product.php?color=red&id=7"),
        ("/goods/12.html?sort=price", "/goods/12.html#reviews"),
        ("/goods/12.html;jsessionid=AB12", "/goods/12.html?PHPSESSID=ff00"),
        ("/index.php?route=product/product&path=20_27&product_id=42",
         "/index.php?route=product/product&product_id=42"),
        ("/goods/%E9%9D%A2-12", "/goods/面-12"),
        (
            "/index.php?option=com_virtuemart&view=productdetails&virtuemart_product_id=7&Itemid=101",
            "/index.php?option=com_virtuemart&view=productdetails&virtuemart_product_id=7&Itemid=2",
        ),
        ("/shop/item.php?it_id=7&device=mobile", "/shop/item.php?it_id=7"),
        ("/index.php?main_page=product_info&cPath=1_4&products_id=7",
         "/index.php?main_page=product_info&products_id=7"),
        ("/m/goods/5.html", "/goods/5.html"),
        ("/item/5512?visit=8f3a91", "/item/5512?visit=0c77de"),
        ("/p/nice-tea?visitor_id=8f3a91", "/p/nice-tea"),
        ("/tour?visit=8f3a91", "/tour?visit=0c77de"),
        ("/tour?visit=1763740800123", "/tour?visit=1763740800456"),
        ("/tour/12?visit=10234", "/tour/12?visit=10235"),
        ("/goods.php?id=5&visit=10234", "/goods.php?id=5&visit=10235"),
        ("/?visit=10234", "/?visit=10235"),
        ("/product/5/", "/product/5?tab=review&page=2"),
        ("/?s=/goods/index/id/1&page=2", "/?s=goods/index/id/1"),
        ("/goods/detail?id=5&cid=3", "/goods/detail?cid=4&id=5"),
        ("/collections/all/products/flour-1", "/products/flour-1"),
        ("/goods.php?id=5&act=view", "/goods.php?id=5"),
        ("/index.php/goods/5.html", "/goods/5.html"),
    ],
)  # fmt: skip
def test_addresses_that_show_one_listing_share_its_key(first: str, second: str) -> None:
    assert key(SHOP + first) == key(SHOP + second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/goods/12.html", "/goods/13.html"),
        (
            "/index.php?main_page=product_info&products_id=7",
            "/index.php?main_page=product_reviews&products_id=7",
        ),
        ("/item.htm?id=5", "/item.htm?id=6"),
        ("/?s=goods/index/id/1", "/?s=goods/index/id/2"),
        ("/shirt-2024.html", "/trousers-2024.html"),
        ("/show.asp?bh=9981", "/show.asp?bh=9982"),
        ("/goods/detail?id=1", "/goods/detail?id=2"),
        ("/product/view.php?id=3", "/product/view.php?id=4"),
        ("/goods/detail.html?no=A1", "/goods/detail.html?no=A2"),
        ("/product/index?productCode=AA", "/product/index?productCode=BB"),
        ("/item/show?gid=2", "/item/show?gid=3"),
        ("/index.php?m=goods&a=show&id=1", "/index.php?m=news&a=show&id=1"),
        ("/shop/goods.php?sid=1", "/shop/goods.php?sid=2"),
        ("/tour?visit=guided", "/tour?visit=alone"),
        ("/tour?visit=10234", "/tour?visit=10235"),
        ("/旅游?visit=10234", "/旅游?visit=10235&utm_source=x"),
        # words of a GBK shop: 面 and 米
        ("/show.asp?bh=%C3%E6", "/show.asp?bh=%C3%D7"),
        ("/goods/%C3%E6.html", "/goods/%C3%D7.html"),
        ("/?s=goods/%C3%E6", "/?s=goods/%C3%D7"),
    ],
)
def test_different_goods_have_different_keys(first: str, second: str) -> None:
    assert key(SHOP + first) != key(SHOP + second)


def test_two_shops_on_one_host_differ_by_port() -> None:
    assert key("http://127.0.0.1:8001/goods/1") != key("http://127.0.0.1:8002/goods/1")


def test_the_mobile_host_and_the_scheme_do_not_matter() -> None:
    assert key("http://m.shop.example/goods/1.html") == key("https://www.shop.example/goods/1.html")


def test_a_canonical_link_joins_two_addresses() -> None:
    canonical = f"{SHOP}/flour-5kg-123.html"
    assert key(f"{SHOP}/sale/flour-5kg-123.html", canonical) == key(canonical)


def test_a_canonical_link_to_the_home_page_is_not_believed() -> None:
    assert key(f"{SHOP}/goods/1.html", SHOP + "/") != key(f"{SHOP}/goods/2.html", SHOP + "/")


def test_a_canonical_link_to_a_foreign_site_is_not_believed() -> None:
    assert key(f"{SHOP}/goods/1.html", "https://other.example/goods/1.html").startswith("shop.")


def test_a_platform_names_its_items_whatever_host_shows_them() -> None:
    desk = key("https://item.taobao.com/item.htm?id=673456789012&spm=a21")
    assert desk == key("https://detail.tmall.com/item.htm?spm=x&id=673456789012&skuId=1")
    assert desk == key("https://h5.m.taobao.com/awp/core/detail.htm?id=673456789012")
    assert key("https://item.jd.com/100012345.html") == key(
        "https://item.m.jd.com/product/100012345.html?sku=1"
    )


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://Shop.Example:443/a//b/../c?b=2&a=1#top", "https://shop.example/a/c?a=1&b=2"),
        ("https://shop.example", "https://shop.example/"),
        ("https://shop.example/index.php?id=3", "https://shop.example/?id=3"),
        ("https://shop.example/a?utm_campaign=x&gclid=1&fbclid=2", "https://shop.example/a"),
        ("https://www.示例.中国./列表", "https://www.xn--fsq092h.xn--fiqs8s/%E5%88%97%e8%a1%a8"),
        ("https://shop.example/s?q=%c3%e6", "https://shop.example/s?q=%C3%E6"),
    ],
)
def test_spellings_of_one_address_are_one(url: str, same: str) -> None:
    assert page_address(url) == page_address(same)


def test_pages_of_a_list_stay_apart() -> None:
    assert page_address(f"{SHOP}/list?page=2") != page_address(f"{SHOP}/list?page=3")
    assert page_address(f"{SHOP}/list?sort=price") != page_address(f"{SHOP}/list")


def test_words_of_a_gbk_shop_and_encoded_slashes_stay_apart() -> None:
    assert page_address(f"{SHOP}/s?q=%C3%E6") != page_address(f"{SHOP}/s?q=%C3%D7")
    assert (
        page_address(f"{SHOP}/a%2fb")
        == page_address(f"{SHOP}/a%2Fb")
        != page_address(f"{SHOP}/a/b")
    )


def test_a_fragment_counts_only_when_it_is_a_route() -> None:
    assert page_address(f"{SHOP}/#/goods/1") != page_address(f"{SHOP}/#/goods/2")
    assert page_address(f"{SHOP}/a#top") == page_address(f"{SHOP}/a")


@given(st.text(max_size=200))
def test_any_text_has_a_stable_address(text: str) -> None:
    once = page_address(text)
    assert page_address(once) == once


@given(
    st.from_regex(r"/[a-z%/.?=&;#0-9\u4e00-\u4e10]{0,60}", fullmatch=True),
    st.sampled_from(["http://a.example", "https://[::1]:8080", "http://b.example:99999"]),
)
def test_any_address_has_a_key_that_fits_its_column(path: str, origin: str) -> None:
    url = origin + path
    assert 0 < len(key(url)) <= 600
    assert page_address(page_address(url)) == page_address(url)
