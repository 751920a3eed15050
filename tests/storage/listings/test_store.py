from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from storage.base.database import Database
from storage.listings.store import SeenListing, content_hash, load_listing, mark_gone, save_listings
from storage.records import Listing, Operator
from storage.tables import ListingRow, ListingVersionRow, ShopRow
from storage.tables.base import Document

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
FLOUR = Listing(
    url="http://shop.example/1",
    title="示例面粉",
    price=Decimal("29.90"),
    shop="示例粮油店",
    operator=Operator(name="示例公司"),
    attributes={"产地": "示例市"},
    seen_at=NOON,
)


def listing_on_page(listing: Listing, key: str = "shop.example/1") -> SeenListing:
    return SeenListing(key=key, listing=listing)


def save(database: Database, *items: SeenListing, hours: int = 0) -> dict[str, int]:
    with database.begin() as session:
        return dict(save_listings(session, items, run_id=None, at=NOON + timedelta(hours=hours)))


@pytest.mark.both_databases
def test_a_second_look_at_the_same_content_makes_no_version(database: Database) -> None:
    assert save(database, listing_on_page(FLOUR))["new"] == 1
    later = dataclasses.replace(FLOUR, sales=900, seen_at=NOON + timedelta(days=1))
    assert save(database, listing_on_page(later), hours=24) == {"new": 0, "changed": 0, "same": 1}
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ListingVersionRow)) == 1
        assert session.scalars(sa.select(ListingRow)).one().last_seen_at == NOON + timedelta(days=1)


@pytest.mark.both_databases
def test_what_no_database_holds_is_left_out_of_a_listing_wherever_it_stands(
    database: Database,
) -> None:
    hostile = dataclasses.replace(
        FLOUR, title="示例面粉\ud800", shop="店\udfff\0", location="四川\ud800",
        operator=Operator(name="示例公司\udc00"), attributes={"产地\ud800": "示例\0市"}, images=("a\udc80",),
    )  # fmt: skip
    assert save(database, listing_on_page(hostile))["new"] == 1
    assert save(database, listing_on_page(hostile))["same"] == 1
    record = sa.type_coerce(ListingVersionRow.record, Document)
    with database.read() as session:
        assert session.scalar(sa.select(record["location"].as_string())) == "四川\ufffd"
        listing = session.scalars(sa.select(ListingVersionRow.record)).one()
        assert (listing.title, listing.shop, listing.attributes) == (
            "示例面粉\ufffd", "店\ufffd", {"产地\ufffd": "示例市"}
        )  # fmt: skip


@pytest.mark.both_databases
def test_of_a_listings_versions_the_one_that_it_shows_is_current(database: Database) -> None:
    dearer = dataclasses.replace(FLOUR, price=Decimal("39.90"))
    for hour, listing in enumerate((FLOUR, dearer, FLOUR)):
        save(
            database, listing_on_page(listing), listing_on_page(FLOUR, "shop.example/2"), hours=hour
        )
        with database.read() as session:
            current = session.scalars(
                sa.select(ListingVersionRow.id).where(ListingVersionRow.current)
            ).all()
            visible = session.scalars(sa.select(ListingRow.version_id)).all()
        assert sorted(current) == sorted(filter(None, visible))


@pytest.mark.both_databases
def test_a_new_price_is_a_new_version_and_the_old_one_may_return(database: Database) -> None:
    dearer = dataclasses.replace(FLOUR, price=Decimal("39.90"))
    save(database, listing_on_page(FLOUR))
    assert save(database, listing_on_page(dearer), hours=1)["changed"] == 1
    with database.read() as session:
        version = session.scalars(sa.select(ListingRow.version_id)).one()
        assert version is not None
        assert load_listing(session, version).price == Decimal("39.90")
    assert save(database, listing_on_page(FLOUR), hours=2)["changed"] == 1
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ListingVersionRow)) == 2
        version = session.scalars(sa.select(ListingRow.version_id)).one()
        assert version is not None
        assert load_listing(session, version).price == Decimal("29.90")


@pytest.mark.both_databases
def test_one_key_seen_under_two_urls_in_one_page_is_one_listing(database: Database) -> None:
    twin = dataclasses.replace(FLOUR, url="http://shop.example/en/1")
    assert save(database, listing_on_page(FLOUR), listing_on_page(twin)) == {
        "new": 1,
        "changed": 0,
        "same": 0,
    }


@pytest.mark.both_databases
def test_shops_are_kept_once_a_platform(database: Database) -> None:
    rice = dataclasses.replace(FLOUR, url="http://other.example/2", title="示例米")
    save(
        database,
        listing_on_page(FLOUR),
        listing_on_page(dataclasses.replace(FLOUR, title="面"), "b"),
        listing_on_page(rice, "c"),
    )
    with database.read() as session:
        shops = session.scalars(sa.select(ShopRow).order_by(ShopRow.platform)).all()
        assert [(shop.platform, shop.name) for shop in shops] == [
            ("other.example", "示例粮油店"),
            ("shop.example", "示例粮油店"),
        ]
        assert shops[1].operator == Operator(name="示例公司")


def test_a_listing_counts_as_removed_only_when_it_was_gone_twice(database: Database) -> None:
    save(database, listing_on_page(FLOUR))
    with database.begin() as session:
        assert mark_gone(session, "shop.example/1", at=NOON + timedelta(hours=1)) == "missing"
        assert mark_gone(session, "shop.example/1", at=NOON + timedelta(hours=2)) == "removed"
        assert mark_gone(session, "shop.example/9", at=NOON) is None


def test_a_listing_that_comes_back_is_present_again(database: Database) -> None:
    save(database, listing_on_page(FLOUR))
    with database.begin() as session:
        mark_gone(session, "shop.example/1", at=NOON + timedelta(hours=1))
    save(database, listing_on_page(FLOUR), hours=2)
    with database.read() as session:
        assert session.scalars(sa.select(ListingRow.presence)).one() == "present"


@given(st.text(), st.text(), st.dictionaries(st.text(), st.text()))
def test_any_text_from_a_page_has_a_hash(title: str, shop: str, attributes: dict[str, str]) -> None:
    listing = Listing(url="u", title=title, shop=shop, attributes=attributes)
    assert content_hash(listing) == content_hash(Listing.from_json(listing.to_json()))


@pytest.mark.both_databases
def test_a_page_that_was_drawn_blank_changes_nothing_of_what_is_stored(database: Database) -> None:
    save(database, listing_on_page(FLOUR))
    blank = Listing(url=FLOUR.url, title="示例面粉 - 示例商城", seen_at=NOON)
    unread = SeenListing(key="shop.example/1", listing=blank, is_unread=True)
    assert save(database, unread, hours=24) == {"new": 0, "changed": 0, "same": 1}
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ListingVersionRow)) == 1
        row = session.scalars(sa.select(ListingRow)).one()
        assert (row.title, row.last_seen_at) == (FLOUR.title, NOON + timedelta(hours=24))


def test_of_two_looks_in_one_commit_the_one_that_read_the_page_counts(database: Database) -> None:
    blank = Listing(url=FLOUR.url, title="示例商城", seen_at=NOON)
    unread = SeenListing(key="shop.example/1", listing=blank, is_unread=True)
    assert save(database, listing_on_page(FLOUR), unread)["new"] == 1
    with database.read() as session:
        assert session.scalars(sa.select(ListingRow)).one().title == FLOUR.title
