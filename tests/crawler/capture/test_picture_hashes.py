"""A capture keeps the fingerprints of its listing's own pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from console.demo.market.pictures import draw_picture
from crawler.capture import CaptureRequest, capture_page
from storage.base.database import Database
from storage.base.settings import Settings
from storage.listings.store import SeenListing, save_listings
from storage.pictures.fingerprint import fingerprint_of
from storage.pictures.recognition import like_pictures
from storage.records import Listing
from storage.tables import PictureHashRow
from storage.tables.base import now
from tests.crawler.website import Answer, html, running_site
from tests.databases import migrated_database


def packed(data: bytes) -> bytes:
    target = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").save(target, "JPEG")
    return target.getvalue()


PAGES = {
    "/item/1": html(
        "<script type='application/ld+json'>"
        '{"@context": "https://schema.org", "@type": "Product", "name": "示例面粉",'
        ' "image": "/p/flour.jpg", "offers": {"@type": "Offer", "price": "9.50",'
        ' "priceCurrency": "CNY"}}</script>'
        "<img src='/banner.png'><h1>示例面粉</h1><img src='/p/flour.jpg?w=300'>"
    ),
    "/p/flour.jpg?w=300": Answer(
        packed(draw_picture("flour-meiri.png")), headers={"Content-Type": "image/jpeg"}
    ),
    "/banner.png": Answer(draw_picture("banner"), headers={"Content-Type": "image/png"}),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, allow_addresses=("127.0.0.0/8",), crawl_delay=0.0)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    yield opened
    opened.close()


def test_a_capture_keeps_the_hashes_of_the_listings_own_pictures_and_of_no_banner(
    settings: Settings, database: Database
) -> None:
    with running_site(PAGES.get) as site:
        url = f"{site.url}/item/1"
        listing = SeenListing(key="k", listing=Listing(url=url, title="示例面粉"))
        with database.begin() as session:
            save_listings(session, [listing], run_id=None, at=now())
        for _ in range(2):
            capture_page(database, settings, CaptureRequest(url=url, listing=1))
    with database.read() as session:
        (row,) = session.scalars(sa.select(PictureHashRow)).all()
        original = fingerprint_of(draw_picture("flour-meiri.png"))
        assert list(like_pictures(session, [original])) == [row.id]
