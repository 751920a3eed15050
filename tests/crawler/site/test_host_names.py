"""A shop that links to itself under three host names: every listing once, no list asked for under two."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from storage.base.settings import Settings
from storage.tables import ListingRow
from tests.crawler.website import Answer, Page, Website, crawl, html, product, running_site
from tests.databases import migrated_database

_GOODS, _ON_A_LIST, _NAMES = 24, 6, ("m.shop.localhost", "shop.localhost", "www.shop.localhost")


def shop_of_three_names(sites: list[Website]) -> Page:
    """Four lists; each link goes to the next of the three names, each list is linked under all of them."""

    def page(path: str) -> Answer | None:
        port = urlsplit(sites[0].url).port
        origins = [f"http://{name}:{port}" for name in _NAMES]
        if path == "/":
            lists = range(_GOODS // _ON_A_LIST)
            return html(
                "".join(f"<a href='{o}/list/{n}'>分类 {n}</a>" for n in lists for o in origins)
            )
        if path.startswith("/list/"):
            first = int(path.removeprefix("/list/")) * _ON_A_LIST
            turns = cycle(origins)
            return html(
                "".join(
                    f"<li><a href='{next(turns)}/product/{n}.html'>示例面粉 {n} 号</a>"
                    f"<a href='{next(turns)}/product/{n}.html'>¥{n + 1}.50</a></li>"
                    for n in range(first, first + _ON_A_LIST)
                )
            )
        if path.startswith("/product/"):
            return product(int(path.removeprefix("/product/").removesuffix(".html")))
        return None

    return page


@pytest.mark.parametrize("name", ["www.shop.localhost", "shop.localhost"])
def test_each_listing_and_each_list_is_asked_for_once(tmp_path: Path, name: str) -> None:
    sites: list[Website] = []
    with running_site(shop_of_three_names(sites)) as site:
        sites.append(site)
        report = crawl(tmp_path, f"http://{name}:{urlsplit(site.url).port}/")
    pages = {path: hits for path, hits in site.hits.items() if path[:3] in ("/pr", "/li")}
    assert len(pages) == _GOODS + _GOODS // _ON_A_LIST
    assert set(pages.values()) == {1}
    assert report.counts["listings_new"] == _GOODS
    database = migrated_database(Settings(home=tmp_path))
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ListingRow)) == _GOODS
    database.close()


def test_lists_that_only_the_telephone_host_has_are_read_too(tmp_path: Path) -> None:
    sites: list[Website] = []
    whole = shop_of_three_names(sites)

    def page(path: str) -> Answer | None:
        if path != "/":
            return whole(path)
        port = urlsplit(sites[0].url).port
        return html(f"<a href='http://m.shop.localhost:{port}/list/2'>手机版</a>")

    with running_site(page) as site:
        sites.append(site)
        report = crawl(tmp_path, f"http://www.shop.localhost:{urlsplit(site.url).port}/")
    assert report.counts["listings_new"] == _ON_A_LIST
