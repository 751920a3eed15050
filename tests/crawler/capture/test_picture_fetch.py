"""Pictures of listings that may hide a mark are fetched politely and kept once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from crawler.capture.picture_fetch import fetch_pictures
from storage.base.settings import load_settings
from storage.listings.picture_files import kept_bytes
from storage.listings.picture_readings import unread
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing
from storage.tables import ListingRow
from tests.crawler.website import Answer, running_site
from tests.databases import migrated_database

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def page(path: str) -> Answer | None:
    if path == "/robots.txt":
        return Answer(body=b"User-agent: *\nDisallow: /private/\n")
    if path.endswith(".png"):
        return Answer(body=PNG, headers={"Content-Type": "image/png"})
    return Answer(body=b"<html>sign in</html>") if path == "/page.jpg" else None


def test_what_robots_forbid_or_is_no_picture_is_not_kept(tmp_path: Path) -> None:
    with running_site(page) as site:
        settings = load_settings(
            home=tmp_path / "home", allow_addresses=("127.0.0.0/8",), crawl_delay=0
        )
        database = migrated_database(settings)
        listing = SeenListing(key="k", listing=Listing(url=f"{site.url}/1", title="面粉"))
        with database.begin() as session:
            save_listings(session, [listing], run_id=None, at=datetime.now(UTC))
            number = session.scalars(sa.select(ListingRow.id)).one()
        good, forbidden = f"{site.url}/a.png", f"{site.url}/private/b.png"
        pictures = {number: (good, forbidden, f"{site.url}/page.jpg")}
        assert fetch_pictures(database, settings, pictures) == 1
        assert site.hits["/private/b.png"] == 0
        with database.read() as session:
            (sha256,) = unread(session, limit=5)
        assert kept_bytes(settings, sha256) == PNG
        database.close()


def test_a_private_address_is_refused_and_costs_no_listing(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    database = migrated_database(settings)
    assert fetch_pictures(database, settings, {1: ("http://127.0.0.1:9/a.png", "ftp://x/a")}) == 0
    database.close()
