"""A real shop program, crawled: category, pagination, search, and three language prefixes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from storage.tables import ListingRow
from tests.crawler.run.stored_rows import rows
from tests.crawler.website import crawl
from tests.oscar.shop import OscarShop, running_shop


@pytest.fixture(scope="module")
def oscar_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OscarShop]:
    """A django-oscar shop with 24 Chinese goods, every page under three language prefixes."""
    with running_shop(tmp_path_factory.mktemp("oscar")) as shop:
        yield shop


def test_the_catalogue_pages_hold_every_good_once(oscar_shop: OscarShop) -> None:
    with httpx.Client(timeout=30) as client:
        pages = [client.get(oscar_shop.start_url, params={"page": n}) for n in (1, 2, 3)]
    assert [page.status_code for page in pages] == [200, 200, 200]
    addresses = [
        title for title in oscar_shop.titles for page in pages if f'title="{title}"' in page.text
    ]
    assert sorted(addresses) == sorted(oscar_shop.titles)


def test_a_good_is_served_under_each_language(oscar_shop: OscarShop) -> None:
    good = oscar_shop.goods[-1]
    with httpx.Client(timeout=30, follow_redirects=True) as client:
        for language in oscar_shop.languages:
            page = client.get(f"{oscar_shop.base_url}/{language}/search/", params={"q": good.title})
            assert page.status_code == 200
            assert good.title in page.text


def test_the_bare_address_leads_to_a_language(oscar_shop: OscarShop) -> None:
    page = httpx.get(oscar_shop.base_url + "/", follow_redirects=True, timeout=30)
    assert page.status_code == 200
    assert page.url.path.endswith("/catalogue/")


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
