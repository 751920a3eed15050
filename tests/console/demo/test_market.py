"""The demonstration market shows what its catalogue says, and changes when its day moves."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from console.demo.market.catalogue import Good, read_goods, shelf
from console.demo.market.market import Market
from storage.base.errors import HubiaoError
from tests.servers import patient_http


def _get(url: str) -> httpx.Response:
    return patient_http.get(url, trust_env=False, follow_redirects=True)


def _links(html: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, html))


def _structured(page: httpx.Response) -> dict[str, object]:
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    assert match is not None
    return dict(json.loads(match[1]))


def _numbers(goods: list[Good]) -> set[int]:
    return {good.id for good in goods}


def test_following_next_pages_finds_every_good_of_the_collected_site(market: Market) -> None:
    address, numbers = market.start_url("collected"), set()
    for _ in range(20):
        page = _get(address)
        numbers |= {int(n) for n in _links(page.text, r"/item/(\d+)\.html")}
        further = re.search(r'rel="next" href="([^"]+)"', page.text)
        if further is None:
            break
        address = market.sites["collected"] + further[1].replace("&amp;", "&")
    assert numbers == _numbers(shelf("collected", 0))


def test_the_site_map_names_every_good(market: Market) -> None:
    page = _get(market.sites["collected"] + "/sitemap.xml")
    numbers = {int(n) for n in _links(page.text, r"/item/(\d+)\.html</loc>")}
    assert numbers == _numbers(shelf("collected", 0))


def test_a_product_page_tells_price_seller_and_picture(market: Market) -> None:
    data = _structured(_get(market.sites["collected"] + "/item/1011.html"))
    assert data["offers"]["price"] == "19.90"  # type: ignore[index]
    assert data["offers"]["seller"]["name"] == "示例每日特惠"  # type: ignore[index]
    picture = _get(data["image"][0])  # type: ignore[index]
    assert picture.headers["content-type"] == "image/png"


def test_search_finds_goods_by_words_of_the_title(market: Market) -> None:
    page = _get(market.sites["collected"] + "/search?q=河套王")
    assert _links(page.text, r"/item/(\d+)\.html") == {"1035"}


def test_the_licence_page_shows_who_really_sells(market: Market) -> None:
    page = _get(market.sites["collected"] + "/shop/meiri/licence")
    assert "示例每日商贸行" in page.text
    assert "910000000000000356" in page.text


def test_the_scripted_site_serves_an_empty_shell_and_all_goods_as_json(market: Market) -> None:
    base = market.sites["scripted"]
    assert "奶豆腐" not in _get(base + "/").text
    numbers: set[int] = set()
    pages = _get(base + "/api/goods").json()["pages"]
    for number in range(1, pages + 1):
        numbers |= {card["id"] for card in _get(f"{base}/api/goods?page={number}").json()["goods"]}
    assert numbers == _numbers(shelf("scripted", 0))


def test_the_plain_site_is_gbk_and_hides_its_members_branch(market: Market) -> None:
    base = market.sites["plain"]
    home = _get(base + "/")
    assert "charset" not in home.headers["content-type"]
    numbers = {int(n) for n in _links(home.content.decode("gbk"), r"item_(\d+)\.html")}
    assert numbers == _numbers(shelf("plain", 0))
    members = _get(base + "/member/index.html")
    assert members.url.path == "/login.html"
    assert 'type="password"' in members.content.decode("gbk")
    assert _get(base + "/item_3006.html").status_code == httpx.codes.NOT_FOUND


def test_a_day_later_goods_are_gone_relisted_and_cheaper(market: Market) -> None:
    base = market.sites["collected"]
    before = _structured(_get(base + "/item/1013.html"))
    assert _get(base + "/item/1061.html").status_code == httpx.codes.NOT_FOUND
    market.move_to(1)
    assert _get(base + "/item/1013.html").status_code == httpx.codes.NOT_FOUND
    soft = _get(base + "/item/1014.html")
    assert soft.status_code == httpx.codes.OK
    assert "该商品已下架" in soft.text
    relisted = _structured(_get(base + "/item/1061.html"))
    assert relisted["image"] == before["image"]
    assert relisted["offers"]["seller"] != before["offers"]["seller"]  # type: ignore[index]
    assert _structured(_get(base + "/item/1011.html"))["offers"]["price"] == "15.90"  # type: ignore[index]


def test_the_market_refuses_a_day_outside_its_calendar(market: Market) -> None:
    with pytest.raises(HubiaoError, match="days go from 0 to 1"):
        market.move_to(7)
    assert market.day() == 0


def test_every_family_has_infringing_goods_and_honest_neighbours() -> None:
    goods = read_goods()
    assert len({good.id for good in goods}) == len(goods)
    touched = {good.right for good in goods if good.truth == "infringing"}
    assert {"tianfu-hetao", "yunmu", "menghetang", "hospital-preparation"} <= touched
    honest = sum(good.truth == "honest" for good in goods)
    assert honest >= 20
    assert all(good.right is None for good in goods if good.truth in ("honest", "licensed"))
