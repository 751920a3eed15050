"""A second crawl of a shop: what is new, changed, the same, missing and removed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from storage.tables import (
    ListingRow,
    ListingVersionRow,
)
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import Answer, Page, crawl, html, product, running_site, shop

LISTINGS = ("listings_new", "listings_changed", "listings_same")
"""What a crawl counts of the listings that it reads."""


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
        after_one = dict(rows(tmp_path, ListingRow.url, ListingRow.presence))
        crawl(tmp_path, site.url + "/")
        after_two = dict(rows(tmp_path, ListingRow.url, ListingRow.presence))
    gone = f"{site.url}/product/4.html"
    assert after_one.pop(gone) == "missing"
    assert after_two.pop(gone) == "removed"
    assert set(after_two.values()) == {"present"}


def test_a_soft_404_is_a_removal_too(tmp_path: Path) -> None:
    with running_site(shop(5)) as site:
        crawl(tmp_path, site.url + "/")
        fewer = shop(4)
        sold_out = html("<p>您访问的商品已下架</p><a href='/'>返回首页</a>", "商品不存在")
        site.page = lambda path: sold_out if path == "/product/4.html" else fewer(path)
        crawl(tmp_path, site.url + "/")
        presence = dict(rows(tmp_path, ListingRow.url, ListingRow.presence))
    assert presence[f"{site.url}/product/4.html"] == "missing"


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
