"""A crawl from its start page to its closing account."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from crawler.platform.profile_file import profile_from
from crawler.platform.run_health import unhealthy
from crawler.platform.search_urls import search_urls
from crawler.run.crawl_options import CrawlOrder
from crawler.run.raw_pages import read_kept
from storage.base.errors import BadInput
from storage.base.message import Language
from storage.base.settings import Settings
from storage.crawls.run_resume import open_run
from storage.listings.shop_operators import attach_operators
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing, Operator
from storage.records.run_options import RunOptions
from storage.tables import (
    ListingRow,
    ListingVersionRow,
    ShopContactRow,
    ShopRow,
)
from storage.tables.base import now
from tests.crawler.website import Answer, Page, crawl, html, product, running_site, shop
from tests.databases import migrated_database

LISTINGS = ("listings_new", "listings_changed", "listings_same")


def rows(folder: Path, *columns: object, database: str | None = None) -> list[tuple[object, ...]]:
    opened = migrated_database(Settings(home=folder, database_url=database))
    try:
        with opened.read() as session:
            return [tuple(row) for row in session.execute(sa.select(*columns))]  # type: ignore[call-overload]
    finally:
        opened.close()


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


def test_a_price_that_changed_is_a_new_version(tmp_path: Path) -> None:
    with running_site(shop(3)) as site:
        crawl(tmp_path, site.url + "/")
        before = site.page
        site.page = lambda path: (
            product(1, price="99.00") if path == "/product/1.html" else before(path)
        )
        second = crawl(tmp_path, site.url + "/")
    assert [second.counts.get(name, 0) for name in LISTINGS] == [0, 1, 2]


def test_what_has_not_changed_is_not_sent_again_and_what_has_is_read(tmp_path: Path) -> None:
    def tagged(pages: Page) -> Page:
        def page(path: str) -> Answer | None:
            answer = pages(path)
            if answer is not None:
                digest = hashlib.sha256(answer.body).hexdigest()
                answer.headers = answer.headers | {"ETag": f'"{digest}"'}
            return answer

        return page

    with running_site(tagged(shop(25))) as site:
        crawl(tmp_path, site.url + "/")
        second = crawl(tmp_path, site.url + "/")
        assert sum(site.not_modified.values()) == 27
        pages = shop(25)
        site.page = tagged(
            lambda path: product(3, price="1.00") if path == "/product/3.html" else pages(path)
        )
        third = crawl(tmp_path, site.url + "/")
    assert [second.counts.get(name, 0) for name in ("pages", *LISTINGS)] == [27, 0, 0, 25]
    assert [third.counts.get(name, 0) for name in ("pages", *LISTINGS)] == [27, 0, 1, 24]
    assert len(rows(tmp_path, ListingVersionRow.id)) == 26


def test_a_removed_listing_is_missing_after_one_crawl_and_removed_after_two(tmp_path: Path) -> None:
    with running_site(shop(5)) as site:
        crawl(tmp_path, site.url + "/")
        site.page = shop(4)
        before = site.page
        site.page = lambda path: None if path == "/product/4.html" else before(path)
        crawl(tmp_path, site.url + "/")
        once = dict(rows(tmp_path, ListingRow.url, ListingRow.presence))
        crawl(tmp_path, site.url + "/")
        twice = dict(rows(tmp_path, ListingRow.url, ListingRow.presence))
    gone = f"{site.url}/product/4.html"
    assert once.pop(gone) == "missing"
    assert twice.pop(gone) == "removed"
    assert set(twice.values()) == {"present"}


def test_a_soft_404_is_a_removal_too(tmp_path: Path) -> None:
    with running_site(shop(5)) as site:
        crawl(tmp_path, site.url + "/")
        fewer = shop(4)
        sold_out = html("<p>您访问的商品已下架</p><a href='/'>返回首页</a>", "商品不存在")
        site.page = lambda path: sold_out if path == "/product/4.html" else fewer(path)
        crawl(tmp_path, site.url + "/")
        presence = dict(rows(tmp_path, ListingRow.url, ListingRow.presence))
    assert presence[f"{site.url}/product/4.html"] == "missing"


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


def test_a_sitemap_is_found_by_robots_and_read_through_its_index(tmp_path: Path) -> None:
    pages = shop(6)

    def page(path: str) -> Answer | None:
        if path == "/robots.txt":
            return Answer(f"Sitemap: {site.url}/maps.xml".encode())
        if path == "/maps.xml":
            entry = f"<sitemap><loc>{site.url}/goods.xml.gz</loc></sitemap>"
            return Answer(f"<?xml version='1.0'?><sitemapindex>{entry}</sitemapindex>".encode())
        if path == "/goods.xml.gz":
            import gzip

            urls = "".join(f"<url><loc>{site.url}/product/{n}.html</loc></url>" for n in range(6))
            return Answer(gzip.compress(f"<urlset>{urls}</urlset>".encode()))
        return html("<p>欢迎</p>") if path == "/" else pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/")
    assert report.counts["listings_new"] == 6
    assert report.counts["sitemaps"] == 2
    assert "errors" not in report.counts


def test_a_sitemap_can_be_the_start(tmp_path: Path) -> None:
    pages = shop(3)

    def page(path: str) -> Answer | None:
        if path == "/map.xml":
            urls = "".join(f"<url><loc>{site.url}/product/{n}.html</loc></url>" for n in range(3))
            return Answer(f"<?xml version='1.0'?><urlset>{urls}</urlset>".encode())
        return pages(path)

    with running_site(page) as site:
        report = crawl(tmp_path, site.url + "/map.xml")
    assert report.counts["listings_new"] == 3
    assert not report.failed


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


def test_the_operator_on_a_shops_licence_page_is_that_shops(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    database = migrated_database(settings)
    operator = Operator(name="示例绿野食品有限公司", credit_code="91150800MA0EXAMPL1")
    listing = Listing(
        url="http://a.example/item/1", title="面粉", platform="a.example",
        shop="绿野店", shop_url="http://a.example/shop/lvye",
    )  # fmt: skip
    page = Listing(
        url="http://a.example/shop/lvye/licence", title="营业执照", platform="a.example",
        operator=operator,
    )  # fmt: skip
    requests = [
        SeenListing(key="a", listing=listing),
        SeenListing(key="b", listing=page, kind="page"),
    ]
    with database.begin() as session:
        run = open_run(session, urls=("http://a.example/",), options=RunOptions()).id
        save_listings(session, requests, run_id=run, at=now())
        assert attach_operators(session, run) == 1
        assert session.scalar(sa.select(ShopRow.operator)) == operator
        assert attach_operators(session, run) == 0
    database.close()


def test_a_contact_is_stored_as_a_keyed_hash_of_its_shop_and_nowhere_readable(
    tmp_path: Path,
) -> None:
    def seller(name: str, text: str) -> Answer:
        data = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": f"示例面粉 {name}",
            "description": text,
            "offers": {
                "@type": "Offer",
                "price": "9.50",
                "priceCurrency": "CNY",
                "seller": {"@type": "Organization", "name": name},
            },
        }
        script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
        return html(f"{script}<h1>示例面粉</h1><p>{text}</p>")

    pages = {
        "/": html("<a href=/item/1>一</a> <a href=/item/2>二</a> <a href=/item/3>三</a>"),
        "/item/1": seller("甲店", "批发电话 139-1234-5678"),
        "/item/2": seller("乙店", "面粉直发，手机13912345678"),
        "/item/3": seller("丙店", "面粉直发，不留电话"),
    }
    with running_site(pages.get) as site:
        crawl(tmp_path, site.url + "/")
    contacts = rows(tmp_path, ShopContactRow.contact, ShopContactRow.shop_id)
    assert len({contact for contact, _ in contacts}) == 1
    assert len({shop for _, shop in contacts}) == 2
    stored = (tmp_path / "hubiao.db").read_bytes()
    assert "甲店".encode() in stored
    assert b"13912345678" not in stored
    assert b"139-1234-5678" not in stored


def test_a_list_alone_gives_what_its_cards_say_and_never_overwrites_a_read_page(
    tmp_path: Path,
) -> None:
    with running_site(shop(6)) as site:
        alone = crawl(tmp_path, site.url + "/", follow="none")
        whole = crawl(tmp_path, site.url + "/")
        again = crawl(tmp_path, site.url + "/", follow="none")
    assert alone.counts["listings_new"] == 6
    assert whole.counts["listings_changed"] == 6
    assert "listings_new" not in again.counts
    assert "listings_changed" not in again.counts
