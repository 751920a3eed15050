"""What searches showed: of each platform the latest search counts, however many came before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.base.database import Database
from storage.crawls.search_results import keep_results, latest_results, results_of
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing
from storage.tables import RunRow

AT = datetime(2026, 11, 1, tzinfo=UTC)


def search(database: Database, word: str, *keys: str) -> int:
    """A run whose search showed the listings with these keys in their order."""
    with database.begin() as session:
        run = RunRow(fingerprint=word, urls=("https://a.example/s",))
        session.add(run)
        session.flush()
        page = f"https://a.example/s?q={word}"
        keep_results(session, results_of(word, page, keys), run_id=run.id, at=AT)
        return run.id


@pytest.mark.both_databases
def test_the_latest_search_of_each_platform_counts(database: Database) -> None:
    with database.begin() as session:
        for key, platform in (("a1", "a.example"), ("a2", "a.example"), ("b1", "b.example")):
            listing = Listing(
                url=f"https://{platform}/{key}", title=key, shop="示例店", platform=platform
            )
            save_listings(session, [SeenListing(key=key, listing=listing)], run_id=None, at=AT)
    first = search(database, "岚泽谷香", "a1", "a2", "b1")
    second = search(database, "岚泽谷香", "unknown", "a2", "a2")
    search(database, "另一词", "a1", "b1")

    with database.read() as session:
        results = list(latest_results(session, "岚泽谷香"))
    assert [(row.run_id, row.place, row.listing.title) for row in results] == [
        (second, 2, "a2"),
        (first, 3, "b1"),
    ]
