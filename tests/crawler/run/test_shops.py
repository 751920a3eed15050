"""Whatever a shop's habits, each of its goods comes back once, with its title and its price."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.run.commit_buffer import SECONDS
from crawler.run.crawl_options import CrawlReport
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


Goods = Counter[tuple[str, str | None]]
"""How often each (title, price) is a listing."""


def stored(folder: Path, site: str = "") -> Goods:
    """The listings in the database, or those of one site, named by the start of its addresses."""
    versions = dict(rows(folder, ListingVersionRow.id, ListingVersionRow.record))
    records: list[Listing] = [
        versions[current]  # type: ignore[misc]
        for url, kind, current in rows(
            folder, ListingRow.url, ListingRow.kind, ListingRow.version_id
        )
        if kind == "listing" and str(url).startswith(site)
    ]
    return Counter((record.to_json()["title"], record.to_json().get("price")) for record in records)


def check_goods(example: ExampleShop, listings: Goods) -> None:
    """Compare what is stored with what the shop sells."""
    expected = Counter(dict.fromkeys(example.sells.items(), example.copies))
    assert listings == expected, (
        f"missing {expected - listings}, doubled or wrong {listings - expected}"
    )


def check_end(report: CrawlReport) -> None:
    assert report.why.code in ("run.finished", "run.left"), report.reason
    assert set(report.to_json()["left"]) <= {"repeated"}


@pytest.mark.parametrize("name", SHOPS)
def test_every_good_of_a_shop_comes_once_with_its_price(name: str, tmp_path: Path) -> None:
    example = SHOPS[name]()
    with running_site(example.page, form=example.form) as site:
        report = crawl(tmp_path, site.url + example.start, max_pages=400)
    check_goods(example, stored(tmp_path))
    check_end(report)
    assert not ACTED


@dataclass(frozen=True)
class RenderedCrawl:
    """One crawl of all shops that need a browser, which takes seconds to start and waits for pages."""

    report: CrawlReport
    goods: dict[str, Goods]
    """By the shop's name."""
    acts: tuple[str, ...]
    """Acting addresses that it asked for."""


@pytest.fixture(scope="module")
def rendered_crawl(tmp_path_factory: pytest.TempPathFactory) -> RenderedCrawl:
    ACTED.clear()
    folder = tmp_path_factory.mktemp("rendered")
    with ExitStack() as stack:
        starts = {}
        for number, (name, make) in enumerate(RENDERED.items(), 2):
            example = make()
            host = f"127.0.0.{number}"  # a host each, as shops have
            site = stack.enter_context(running_site(example.page, form=example.form, host=host))
            starts[name] = (site.url, example.start)
        urls = [url + start for url, start in starts.values()]
        # Twenty shops that are drawn at once on a loaded machine take long.
        report = crawl(
            folder, *urls, max_pages=400 * len(urls), render_deadline=120.0, crawl_timeout=30.0
        )
    goods = {name: stored(folder, url + "/") for name, (url, _) in starts.items()}
    assert goods.keys() == RENDERED.keys()
    return RenderedCrawl(report, goods, tuple(ACTED))


@pytest.mark.timeout(900)  # whichever comes first waits for the one crawl of all
@pytest.mark.thorough
@pytest.mark.parametrize("name", RENDERED)
def test_every_good_of_a_rendered_shop_comes_once_with_its_price(
    name: str, rendered_crawl: RenderedCrawl
) -> None:
    check_goods(RENDERED[name](), rendered_crawl.goods[name])


@pytest.mark.timeout(900)
def test_a_crawl_of_rendered_shops_comes_to_its_end_and_acts_nowhere(
    rendered_crawl: RenderedCrawl,
) -> None:
    check_end(rendered_crawl.report)
    assert not rendered_crawl.acts


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


def test_a_wrong_canonical_link_is_known_as_such_where_its_target_is_stored_later(
    tmp_path: Path,
) -> None:
    example = SHOPS["canonical_points_to_one_good_everywhere"]()

    def page(path: str) -> Answer | None:
        if path == "/product/3.html":
            time.sleep(3 * SECONDS)
        return example.page(path)

    with running_site(page) as site:
        crawl(tmp_path, site.url + "/", max_pages=400)
        second = crawl(tmp_path, site.url + "/", max_pages=400)
    check_goods(example, stored(tmp_path))
    assert second.counts["listings_same"] == len(example.sells)


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
