"""Shops that show different things to different visits: a new design in mid-crawl, prices by cookie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.material.shop_shapes import address_of, draw_shape, render
from storage.records import Listing
from storage.tables import ListingRow, ListingVersionRow
from tests.crawler.run.stored_rows import rows
from tests.crawler.templates.made_shops import shelf
from tests.crawler.website import Answer, crawl, html, running_site


def current_listings(folder: Path) -> list[Listing]:
    query = rows(folder, ListingVersionRow.record, ListingVersionRow.current)
    return [record for record, is_current in query if is_current and isinstance(record, Listing)]


def test_a_shop_that_changes_its_design_in_mid_crawl_is_stored_with_the_prices_that_it_shows(
    tmp_path: Path,
) -> None:
    shape, goods = shelf(4, 40)
    redesign = replace(draw_shape(0), address=shape.address)
    items = {address_of(shape, item): item for item in goods}
    served: set[str] = set()

    def page(path: str) -> Answer | None:
        if path == "/":
            return html("".join(f"<p><a href='{at}'>看看</a></p>" for at in items), "全部商品")
        if path not in items:
            return None
        served.add(path)
        design = shape if len(served) <= 20 else redesign
        return Answer(render(design, items[path], goods).encode())

    with running_site(page) as site:
        crawl(tmp_path, site.url + "/")
    stored = {
        listing.url.removeprefix(site.url): (listing.title, listing.price)
        for listing in current_listings(tmp_path)
    }
    assert {at: (item.title, item.price) for at, item in items.items()}.items() <= stored.items()


def test_prices_by_cookie_are_those_of_a_visitor_without_one_in_every_crawl(
    tmp_path: Path,
) -> None:
    """A shop that lowers its prices for whoever comes back with its cookie: no page carries it to another."""
    shape, goods = shelf(4, 12)
    items = {address_of(shape, item): item for item in goods}

    def page(path: str) -> Answer | None:
        is_member = "tier=member" in site.cookie
        if path == "/":
            answer = html("".join(f"<p><a href='{at}'>看看</a></p>" for at in items), "全部商品")
        elif path in items:
            item = items[path]
            price = item.price - 5 if is_member else item.price
            answer = Answer(render(shape, replace(item, price=price), goods).encode())
        else:
            return None
        answer.headers = answer.headers | {"Set-Cookie": "tier=member; Path=/"}
        return answer

    with running_site(page) as site:
        crawl(tmp_path, site.url + "/")
        second = crawl(tmp_path, site.url + "/")
    prices = {listing.title: listing.price for listing in current_listings(tmp_path)}
    assert {item.title: item.price for item in goods}.items() <= prices.items()
    assert second.counts["listings_same"] == len(goods)
    assert len(rows(tmp_path, ListingVersionRow.id)) == len(rows(tmp_path, ListingRow.id))
