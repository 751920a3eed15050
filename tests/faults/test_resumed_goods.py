"""A shop whose crawl is killed and goes on has the goods, and their fields, of one that ran through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from benchmarks.material.shop_shapes import render
from storage.base.settings import Settings
from storage.records import Listing
from storage.tables import ListingRow, ListingVersionRow
from tests.crawler.held_site import HeldSite
from tests.crawler.templates.made_shops import shelf
from tests.crawler.website import Answer, Page, Website, crawl, html, running_site
from tests.databases import migrated_database
from tests.faults.test_killed_crawl import start

_GOODS, _LISTS, _ON_A_PART = 60, 5, 4
_SHAPE, _SHELF = shelf(0, _GOODS)
"""Of these pages a single one tells no description, and every other one the shop wrongly."""


def _listings(home: Path) -> dict[str, Listing]:
    """Key → what is stored of the listing: of each in one version."""
    database = migrated_database(Settings(home=home))
    with database.read() as session:
        query = sa.select(ListingRow.key, ListingVersionRow.record)
        rows = session.execute(
            query.join(ListingVersionRow, ListingVersionRow.listing_id == ListingRow.id)
        ).all()
    database.close()
    listings = {row.key: replace(row.record, seen_at=None) for row in rows}
    assert len(listings) == len(rows)
    return listings


def moved_shop(sites: list[Website]) -> Page:
    """The start page redirects to another host name; five lists with pagers and sort orders."""

    def page(path: str) -> Answer | None:
        parts = urlsplit(path)
        if path == "/":
            port = urlsplit(sites[0].url).port
            return Answer(status=302, headers={"Location": f"http://shop.localhost:{port}/home"})
        if path == "/home":
            return html("".join(f"<a href='/list/{n}'>分类 {n}</a>" for n in range(_LISTS)))
        if parts.path.startswith("/list/"):
            number = int(parts.path.removeprefix("/list/"))
            query = dict(pair.split("=") for pair in parts.query.split("&") if pair)
            first = int(query.get("page", "1")) - 1
            goods = range(number, _GOODS, _LISTS)[first * _ON_A_PART : (first + 1) * _ON_A_PART]
            cards = "".join(
                f"<li><a href='/product/{n}.html'>示例面粉 {n} 号</a><b>¥{n + 1}.50</b></li>"
                for n in goods
            )
            orders = "".join(f"<a href='{parts.path}?sort={n}'>排序 {n}</a>" for n in range(3))
            after = f"<a rel='next' href='{parts.path}?page={first + 2}'>下一页</a>"
            return html(f"{orders}<ul>{cards}</ul>{after if goods else ''}")
        if path.startswith("/product/"):
            goods = _SHELF[int(path.removeprefix("/product/").removesuffix(".html"))]
            page = render(replace(_SHAPE, near=0), goods, _SHELF)
            return Answer(page.encode())
        return None

    return page


def test_a_killed_crawl_that_goes_on_has_the_goods_of_one_that_ran_through(tmp_path: Path) -> None:
    sites: list[Website] = []
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    pages = HeldSite(moved_shop(sites), below="/product")
    with running_site(pages) as site:
        sites.append(site)
        pages.allow(_GOODS // 3)
        process = start(killed, f"{site.url}/", f"sqlite:///{killed / 'hubiao.db'}")
        pages.wait_for_the_next()
        process.kill()
        process.communicate()
        pages.allow()
        crawl(killed, f"{site.url}/")
        crawl(whole, f"{site.url}/")
    listings = _listings(whole)
    assert {item.description for item in listings.values()} == {
        goods.description for goods in _SHELF
    }
    assert len(listings) == _GOODS
    assert _listings(killed) == listings
