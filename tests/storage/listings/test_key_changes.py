from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from storage.base.database import Database
from storage.crawls.search_results import keep_results, results_of
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing
from storage.tables import ListingRow, RunRow, SearchResultRow

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
FLOUR = Listing(url="http://shop.example/index.php?it_id=7", title="示例面粉", sku="S-7")


def crawl(database: Database, run: int, *items: tuple[str, Listing]) -> Counter[str]:
    listings = [SeenListing(key=key, listing=listing) for key, listing in items]
    with database.begin() as session:
        return save_listings(session, listings, run_id=run, at=NOON + timedelta(days=run))


def stored(database: Database) -> dict[str, int]:
    with database.read() as session:
        rows = session.execute(sa.select(ListingRow.key, ListingRow.id))
        return {row.key: row.id for row in rows}


@pytest.mark.both_databases
@pytest.mark.parametrize("listing", [FLOUR, replace(FLOUR, title="示例面粉 新包装")])
def test_goods_whose_key_is_written_otherwise_now_keep_their_row(
    database: Database, listing: Listing
) -> None:
    crawl(database, 1, ("shop.example/?ca=1&it_id=7", FLOUR))
    before = stored(database)
    fates = crawl(database, 2, ("shop.example/?it_id=7", listing))
    assert fates["new"] == 0
    assert list(stored(database)) == ["shop.example/?it_id=7"]
    assert [*stored(database).values()] == [*before.values()]


@pytest.mark.both_databases
def test_goods_whose_host_was_stored_in_characters_keep_their_row(database: Database) -> None:
    former = replace(FLOUR, url="https://农产.example/item/7.html")
    now = replace(FLOUR, url="https://xn--wlqw5e.example/item/7.html")
    crawl(database, 1, ("农产.example/item/7", former))
    before = stored(database)
    assert crawl(database, 2, ("xn--wlqw5e.example/item/7", now))["new"] == 0
    assert stored(database) == {"xn--wlqw5e.example/item/7": before["农产.example/item/7"]}


def test_other_goods_at_the_same_address_are_new(database: Database) -> None:
    crawl(database, 1, ("old", FLOUR))
    fates = crawl(database, 2, ("new", replace(FLOUR, title="示例茶叶", sku="S-8")))
    assert fates["new"] == 1
    assert len(stored(database)) == 2


def test_goods_that_one_run_meets_under_two_keys_are_two(database: Database) -> None:
    crawl(database, 1, ("first", FLOUR))
    assert crawl(database, 1, ("second", FLOUR))["new"] == 1
    assert crawl(database, 2, ("first", FLOUR), ("second", FLOUR))["same"] == 2
    assert crawl(database, 3, ("third", FLOUR))["new"] == 1


def test_offers_of_one_page_that_are_numbered_apart_are_two_though_they_are_called_the_same(
    database: Database,
) -> None:
    first, second = (
        replace(FLOUR, url="http://shop.example/all", item_id=f"A-{n}") for n in (1, 2)
    )
    crawl(database, 1, ("shop.example/#item=A-1", first))
    assert crawl(database, 2, ("shop.example/#item=A-2", second))["new"] == 1
    assert len(stored(database)) == 2


@pytest.mark.both_databases
def test_what_searches_showed_of_goods_stays_theirs_under_their_new_key(
    database: Database,
) -> None:
    crawl(database, 1, ("old", FLOUR))
    with database.begin() as session:
        for keys in (["old"], ["old", "new"]):
            run = RunRow(fingerprint="f", urls=(FLOUR.url,))
            session.add(run)
            session.flush()
            keep_results(session, results_of("面粉", FLOUR.url, keys), run_id=run.id, at=NOON)
    crawl(database, 3, ("new", FLOUR))
    with database.read() as session:
        places = sa.select(SearchResultRow.place).order_by(SearchResultRow.run_id)
        assert [*session.scalars(places.where(SearchResultRow.listing_key == "new"))] == [1, 2]
