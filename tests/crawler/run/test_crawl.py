"""A crawl from its start page to its closing account."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from crawler.platform.profile_file import profile_from
from crawler.platform.run_health import unhealthy
from crawler.platform.search_urls import search_urls
from crawler.run.crawl_options import CrawlOrder
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.files.raw_pages import read_kept
from storage.tables import (
    ListingRow,
    ListingVersionRow,
    SearchResultRow,
)
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import Answer, crawl, html, product, running_site, shop

LISTINGS = ("listings_new", "listings_changed", "listings_same")
"""What a crawl counts of the listings that it reads."""


@pytest.mark.both_databases
def test_a_shop_is_crawled_to_its_last_listing_and_a_second_crawl_finds_nothing_new(
    tmp_path: Path, database_url: str
) -> None:
    with running_site(shop(45)) as site:
        first = crawl(tmp_path, site.url + "/", database=database_url)
        second = crawl(tmp_path, site.url + "/", database=database_url)
        hits = {path: n for path, n in site.hits.items() if path.startswith(("/product", "/list"))}
    assert first.finished
    assert first.reason == "finished"
    assert [first.counts.get(name, 0) for name in ("pages", *LISTINGS)] == [48, 45, 0, 0]
    assert [second.counts.get(name, 0) for name in ("pages", *LISTINGS)] == [48, 0, 0, 45]
    assert second.run != first.run
    assert set(hits.values()) == {2}
    versions = rows(tmp_path, ListingVersionRow.id, database=database_url)
    assert len(versions) == 45


def test_links_are_followed_one_step_or_not_at_all(tmp_path: Path) -> None:
    with running_site(shop(45)) as site:
        none = crawl(tmp_path / "a", site.url + "/", follow="none")
        links = crawl(tmp_path / "b", site.url + "/", follow="links")
    assert none.counts["pages"] == 1
    assert links.counts["listings_new"] == 20
    assert "/list/2" not in site.hits


def test_the_run_ends_at_its_page_limit(tmp_path: Path) -> None:
    with running_site(shop(45)) as site:
        report = crawl(tmp_path, site.url + "/", max_pages=10)
    assert report.counts["pages"] == 10
    assert report.reason == "max-pages"
    assert report.to_json()["left"] == {"budget": 12}
    assert not report.finished


def test_a_page_of_gb18030_without_a_charset_is_read(tmp_path: Path) -> None:
    body = (
        "<title>天赋河套 面粉</title><h1>天赋河套 面粉</h1><p>" + "巴彦淖尔特产面粉，" * 20 + "</p>"
    )

    def page(path: str) -> Answer | None:
        return (
            Answer(body.encode("gb18030"), 200, {"Content-Type": "text/html"})
            if path == "/"
            else None
        )

    with running_site(page) as site:
        crawl(tmp_path, site.url + "/")
    assert rows(tmp_path, ListingRow.title) == [("天赋河套 面粉",)]


def test_a_url_without_a_scheme_is_bad_input() -> None:
    with pytest.raises(BadInput, match="http"):
        CrawlOrder(urls=("shop.example",))


def test_a_search_is_read_through_its_further_parts_and_nowhere_else(tmp_path: Path) -> None:
    profile = profile_from(
        {
            "name": "demo",
            "title": "示例",
            "hosts": ["127.0.0.1"],
            "search": "http://a.example/?q={query}",
        }
    )
    assert search_urls(profile, ["天赋 河套", "天赋 河套"]) == (
        "http://a.example/?q=%E5%A4%A9%E8%B5%8B%20%E6%B2%B3%E5%A5%97",
    )
    pages = shop(45)

    def page(path: str) -> Answer | None:
        if path == "/":
            first = pages("/")
            assert first is not None
            return Answer(first.body.replace(b"</ul>", b"</ul><a href='/about.html'>x</a>"))
        return pages(path) or html("<p>关于我们</p>")

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/", follow="results")
    assert report.counts["listings_new"] == 45
    assert "/about.html" not in site.hits


def test_the_first_page_of_a_search_is_kept_with_its_word_and_order(tmp_path: Path) -> None:
    pages = shop(45)

    def page(path: str) -> Answer | None:
        return pages("/") if path.startswith("/?q=") else pages(path)

    with running_site(page) as site:
        address = site.url + "/?q=%E5%A4%A9%E8%B5%8B%E6%B2%B3%E5%A5%97"
        crawl(tmp_path, address, follow="results", words=("天赋河套",))
    results = rows(tmp_path, SearchResultRow.word, SearchResultRow.page_url, SearchResultRow.place)
    assert {(word, url) for word, url, _ in results} == {("天赋河套", address)}
    assert [place for _, _, place in results] == list(range(1, len(results) + 1))
    assert 0 < len(results) < 45
    keys = {key for (key,) in rows(tmp_path, ListingRow.key)}
    assert {key for (key,) in rows(tmp_path, SearchResultRow.listing_key)} <= keys


def test_a_run_that_finds_less_than_its_profile_expects_is_unhealthy() -> None:
    profile = profile_from(
        {"name": "demo", "title": "示例", "hosts": ["a.example"], "minimum_listings": 10}
    )
    assert unhealthy([profile], {"pages": 40, "listings_same": 10}) is None
    why = unhealthy([profile], {"pages": 40, "listings_new": 3})
    assert why is not None
    assert "3 listings" in why.text(Language.ENGLISH)
    assert "3 个商品" in why.text(Language.CHINESE)


def test_raw_pages_are_kept_once_each_when_the_office_wants_them(tmp_path: Path) -> None:
    with running_site(shop(3)) as site:
        crawl(tmp_path, site.url + "/", keep_pages=True)
        crawl(tmp_path, site.url + "/", keep_pages=True)
        body = product(1).body
    raw_pages = list((tmp_path / "pages").glob("*/*.zst"))
    assert len(raw_pages) == 4
    assert read_kept(tmp_path / "pages", hashlib.sha256(body).hexdigest()) == body
