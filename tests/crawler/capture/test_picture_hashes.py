"""Pictures are known again when they were made smaller, packed harder or marked."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFile, ImageFont

from console.demo.market.pictures import draw_picture
from crawler.capture import CaptureRequest, capture_page
from crawler.capture.picture_hashes import picture_hash
from storage.base.database import Database
from storage.base.settings import Settings
from storage.leads.picture_hashes import pictures_of
from storage.listings.store import SeenListing, save_listings
from storage.records import Listing
from storage.tables.base import now
from tests.crawler.website import Answer, html, running_site
from tests.databases import migrated_database

FLOUR = Image.open(io.BytesIO(draw_picture("flour-meiri.png"))).convert("RGB")
NEAR = 8


def packed(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)  # type: ignore[arg-type]
    return target.getvalue()


def watermarked(image: Image.Image) -> Image.Image:
    image = image.copy()
    pen = ImageDraw.Draw(image, "RGBA")
    font = ImageFont.load_default(34)
    for line in range(3):
        pen.text((30, 60 + 110 * line), "SHOP 2026 copy", fill=(255, 255, 255, 150), font=font)
    return image


def bits(first: bytes, second: bytes) -> int:
    hashes = [picture_hash(data) for data in (first, second)]
    assert None not in hashes
    return (int(hashes[0] or "", 16) ^ int(hashes[1] or "", 16)).bit_count()


@pytest.mark.parametrize(
    "copy",
    [
        packed(FLOUR.resize((200, 200))),
        packed(FLOUR, quality=30),
        packed(FLOUR, "WEBP", quality=40),
        packed(watermarked(FLOUR)),
        packed(watermarked(FLOUR).resize((240, 240)), quality=40),
    ],
    ids=["resized", "recompressed", "other format", "watermarked", "all of it"],
)
def test_a_copy_of_a_picture_is_near_it(copy: bytes) -> None:
    assert bits(draw_picture("flour-meiri.png"), copy) <= NEAR


@pytest.mark.parametrize("name", ["flour-other.png", "milk.png", "jujube.png", "mutton.png"])
def test_another_picture_is_far_from_it(name: str) -> None:
    assert bits(draw_picture("flour-meiri.png"), draw_picture(name)) > NEAR + 4


def test_a_cut_out_picture_is_hashed_as_it_looks_on_a_white_page() -> None:
    shape = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(shape).ellipse((40, 90, 210, 260), fill=(180, 40, 40, 255))
    paper = Image.new("RGB", (300, 300), "white")
    paper.paste(shape, mask=shape)
    assert bits(packed(shape, "PNG"), packed(paper, "PNG")) <= 2


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it is `side` pixels high and wide."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        draw_picture("flour-meiri.png")[:400],
        packed(Image.new("RGB", (300, 300), "white")),
        bomb(7_000),
        bomb(11_000),
        bomb(60_000),
        draw_picture("flour-meiri.png") + bytes(16 * 2**20),
    ],
    ids=["empty", "drawing", "cut short", "blank", "large", "warned of", "bomb", "heavy"],
)
def test_what_cannot_be_seen_safely_has_no_hash(data: bytes) -> None:
    assert picture_hash(data) is None


def test_a_picture_cut_short_has_no_hash_even_where_another_library_allows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert picture_hash(draw_picture("flour-meiri.png")[:400]) is None
    assert ImageFile.LOAD_TRUNCATED_IMAGES


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_damage_makes_hashing_fail(junk: bytes, at: int) -> None:
    whole = packed(FLOUR.resize((64, 64)), "PNG")
    picture_hash(whole[:at] + junk + whole[at + len(junk) :])


PAGES = {
    "/item/1": html(
        "<script type='application/ld+json'>"
        '{"@context": "https://schema.org", "@type": "Product", "name": "示例面粉",'
        ' "image": "/p/flour.jpg", "offers": {"@type": "Offer", "price": "9.50",'
        ' "priceCurrency": "CNY"}}</script>'
        "<img src='/banner.png'><h1>示例面粉</h1><img src='/p/flour.jpg?w=300'>"
    ),
    "/p/flour.jpg?w=300": Answer(packed(FLOUR), headers={"Content-Type": "image/jpeg"}),
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
        hashes = pictures_of(session, [1])[1]
    expected = int(picture_hash(draw_picture("flour-meiri.png")) or "", 16)
    assert len(hashes) == 1
    assert all((phash ^ expected).bit_count() <= NEAR for phash in hashes)
