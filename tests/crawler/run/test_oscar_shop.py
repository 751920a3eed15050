"""A real shop program, crawled: category, pagination, search, and three language prefixes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import quote

from storage.tables import ListingRow
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import crawl
from tests.oscar.shop import OscarShop


def titles(folder: Path) -> Counter[str]:
    listings = rows(folder, ListingRow.title, ListingRow.kind)
    return Counter(str(title) for title, kind in listings if kind == "listing")


def test_every_good_is_found_once_under_whatever_language_and_again_by_a_second_crawl(
    tmp_path: Path, oscar_shop: OscarShop
) -> None:
    report = crawl(tmp_path, oscar_shop.start_url)
    assert report.finished
    assert titles(tmp_path) == Counter(oscar_shop.titles)
    assert report.counts["listings_new"] == len(oscar_shop.goods)
    assert report.counts.get("blocked", 0) == 0
    assert report.counts.get("errors", 0) == 0
    second = crawl(tmp_path, oscar_shop.start_url)
    assert titles(tmp_path) == Counter(oscar_shop.titles)
    assert second.counts.get("listings_new", 0) == 0
    assert second.counts.get("listings_missing", 0) == 0


def test_a_search_page_gives_what_it_found(tmp_path: Path, oscar_shop: OscarShop) -> None:
    url = f"{oscar_shop.base_url}/zh-hans/search/?q={quote('酸奶')}"
    crawl(tmp_path, url, follow="links")
    expected = {title for title in oscar_shop.titles if "酸奶" in title}
    assert expected
    assert expected <= set(titles(tmp_path))
