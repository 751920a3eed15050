"""Whatever a shop's habits, each of its goods comes back once, with its title and its price."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from storage.records import Listing
from storage.tables import ListingRow, ListingVersionRow
from tests.crawler.run.stored_rows import rows
from tests.crawler.shops import (
    canonical_urls,
    clicked,
    crawl_traps,
    entry_points,
    pagination,
    scripted,
    scrolling,
    small_programs,
)
from tests.crawler.shops.crawl_traps import ACTED
from tests.crawler.shops.shop import ExampleShop, cards, goods_page, truth
from tests.crawler.website import Answer, crawl, html, running_site

RENDERED = scripted.SHOPS | clicked.SHOPS | scrolling.SHOPS | small_programs.SHOPS
"""Shops that need a browser."""
SHOPS = entry_points.SHOPS | pagination.SHOPS | canonical_urls.SHOPS | crawl_traps.SHOPS
"""Shops on plain pages."""


def stored(folder: Path) -> Counter[tuple[str, str | None]]:
    """(title, price) of every listing in the database."""
    versions = dict(rows(folder, ListingVersionRow.id, ListingVersionRow.record))
    records: list[Listing] = [
        versions[current]  # type: ignore[misc]
        for kind, current in rows(folder, ListingRow.kind, ListingRow.version_id)
        if kind == "listing"
    ]
    return Counter((record.to_json()["title"], record.to_json().get("price")) for record in records)


def check(example: ExampleShop, folder: Path) -> None:
    """Crawl it and compare what is stored with what it sells."""
    with running_site(example.page, form=example.form) as site:
        report = crawl(folder, site.url + example.start, max_pages=400)
        hits = sum(site.hits.values())
    expected = Counter(dict.fromkeys(example.sells.items(), example.copies))
    listings = stored(folder)
    assert listings == expected, (
        f"missing {expected - listings}, doubled or wrong {listings - expected}"
    )
    assert report.why.code in ("run.finished", "run.left"), f"{report.reason} after {hits} requests"
    assert set(report.to_json()["left"]) <= {"repeated"}


@pytest.mark.parametrize("name", SHOPS)
def test_every_good_of_a_shop_comes_once_with_its_price(name: str, tmp_path: Path) -> None:
    check(SHOPS[name](), tmp_path)
    assert not ACTED


@pytest.mark.parametrize("name", RENDERED)
def test_every_good_of_a_rendered_shop_comes_once_with_its_price(name: str, tmp_path: Path) -> None:
    check(RENDERED[name](), tmp_path)
    assert not ACTED


def test_articles_that_differ_only_in_their_numbers_are_all_kept(tmp_path: Path) -> None:
    words = "示例县举办农产品推介活动，多家企业参加。" * 10

    def page(path: str) -> Answer | None:
        if path == "/":
            return html("".join(f"<a href='/article-{n}-1.html'>第 {n} 号</a>" for n in range(40)))
        number = path.removeprefix("/article-").removesuffix("-1.html")
        return html(f"<h1>第 {number} 号通知</h1><p>{words}</p>") if number.isdigit() else None

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.counts["webpages_new"] == 41


def test_a_shop_that_sends_everyone_round_for_a_cookie_is_read(tmp_path: Path) -> None:
    def page(path: str) -> Answer | None:
        if path in ("/robots.txt", "/sitemap.xml"):
            return None
        if "seen=1" not in site.cookie:
            return Answer(b"", 302, {"Location": path, "Set-Cookie": "seen=1; Path=/"})
        return html(cards(range(5), "/g/{}".format)) if path == "/" else goods_page(int(path[3:]))

    with running_site(page) as site:
        crawl(tmp_path, site.url + "/", crawl_concurrency=1)
    assert stored(tmp_path) == Counter(truth(5).items())


@pytest.mark.parametrize(
    "name",
    [
        "canonical_points_to_one_good_everywhere",
        "canonical_joins_a_slug_and_a_number",
        "a_session_in_every_address",
        "goods_behind_a_search_form_by_post",
    ],
)
def test_a_second_crawl_of_a_shop_finds_the_same_and_nothing_new(name: str, tmp_path: Path) -> None:
    example = SHOPS[name]()
    with running_site(example.page, form=example.form) as site:
        crawl(tmp_path, site.url + "/", max_pages=400)
        second = crawl(tmp_path, site.url + "/", max_pages=400)
    assert second.counts["listings_same"] == len(example.sells)
    assert not {"listings_new", "listings_changed", "listings_missing"} & {
        name for name, count in second.counts.items() if count
    }


def test_a_shop_that_answers_200_with_an_error_under_load_is_asked_again(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()

    def page(path: str) -> Answer | None:
        if path in ("/robots.txt", "/sitemap.xml"):
            return None
        asked[path] += 1
        if asked[path] == 1 and path[-1] in "/369":
            return html("<h1>系统繁忙</h1><p>请稍后再试</p>", "提示")
        return html(cards(range(10), "/g/{}".format)) if path == "/" else goods_page(int(path[3:]))

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/")
    assert stored(tmp_path) == Counter(truth(10).items())
    assert report.finished
