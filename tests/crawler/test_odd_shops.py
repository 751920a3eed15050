"""Whatever a shop's habits, each of its goods comes back once, with its title and its price."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from storage.tables import ListingRow, ListingVersionRow
from tests.crawler import odd_drawn
from tests.crawler.odd_shops import ACTED, SHOPS, OddShop
from tests.crawler.test_crawl import rows
from tests.crawler.website import crawl, running_site


def stored(folder: Path) -> Counter[tuple[str, str | None]]:
    """(title, price) of every listing in the database."""
    versions = dict(rows(folder, ListingVersionRow.id, ListingVersionRow.record))
    records: list[dict[str, str]] = [
        versions[current]  # type: ignore[misc]
        for kind, current in rows(folder, ListingRow.kind, ListingRow.version_id)
        if kind == "listing"
    ]
    return Counter((record["title"], record.get("price")) for record in records)


def check(odd: OddShop, folder: Path) -> None:
    """Crawl it and compare what is stored with what it sells."""
    with running_site(odd.page, form=odd.form) as site:
        report = crawl(folder, site.url + odd.start, max_pages=400)
        hits = sum(site.hits.values())
    wanted = Counter(dict.fromkeys(odd.sells.items(), odd.copies))
    found = stored(folder)
    assert found == wanted, f"missing {wanted - found}, doubled or wrong {found - wanted}"
    assert report.reason == "finished", f"{report.reason} after {hits} requests"


@pytest.mark.parametrize("name", SHOPS)
def test_every_good_of_an_odd_shop_comes_once_with_its_price(name: str, tmp_path: Path) -> None:
    check(SHOPS[name](), tmp_path)
    assert not ACTED


@pytest.mark.parametrize("name", odd_drawn.SHOPS)
def test_every_good_of_an_odd_drawn_shop_comes_once_with_its_price(
    name: str, tmp_path: Path
) -> None:
    check(odd_drawn.SHOPS[name](), tmp_path)
