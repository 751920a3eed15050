"""What stands in a picture is read in a process of its own, in a time box, and kept as a cutting."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image, ImageDraw, ImageFont, ImageOps

from classifiers.pictures.logos.logo_book import logo_index
from classifiers.pictures.ocr import PictureReader
from classifiers.pictures.stored_pictures import read_pictures
from classifiers.scoring.assess import assess
from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from storage.listings.picture_files import keep_files, kept_bytes
from storage.listings.picture_readings import unread
from storage.listings.store import SeenListing, save_listings
from storage.records import RightsBook
from storage.rights.book_import import import_rights
from storage.tables import AssessmentRow, LeadRow, ListingRow, PictureReadingRow
from tests.classifiers.sample_pictures import as_png, logo, pack, typeface
from tests.classifiers.samples import HOLDER, LANZE, listing
from tests.databases import migrated_database


@pytest.fixture(scope="module")
def reader() -> Iterator[PictureReader]:
    logos = logo_index({"lanze": [as_png(logo(7))], "other": [as_png(logo(11))]})
    # A loaded machine takes a minute for what takes a second on a free one.
    with PictureReader(seconds=120, logos=logos) as made:
        yield made


def test_a_line_is_read_and_its_cutting_kept(reader: PictureReader) -> None:
    reading = reader.read(as_png(pack("岚泽谷香", "雪花面粉 5kg")))
    assert reading.state == "read"
    assert "岚泽谷香" in reading.lines[0].text
    assert reading.lines[0].confidence > 0.8
    assert reading.lines[0].crop.startswith(b"\x89PNG")
    again = reader.read(reading.lines[0].crop)
    assert [line.text for line in again.lines] == [reading.lines[0].text]


def test_black_words_on_a_transparent_ground_and_a_picture_that_lies_on_its_side_are_read_as_shown(
    reader: PictureReader,
) -> None:
    words = pack("岚泽谷香", "雪花面粉 5kg")
    cut_out = Image.new("RGBA", words.size, (0, 0, 0, 0))
    cut_out.paste((0, 0, 0, 255), mask=ImageOps.invert(words.convert("L")))
    turned = Image.Exif()
    turned[0x0112] = 6
    for picture in (packed(cut_out), packed(words.rotate(90, expand=True), exif=turned)):
        assert "岚泽谷香" in [line.text for line in reader.read(picture).lines]


@pytest.mark.parametrize(
    ("words", "turned"),
    [(["岚泽", "谷香"], lambda picture: picture), (["鹿鸣", "沙浪"], ImageOps.mirror)],
    ids=["as it is", "mirrored"],
)
def test_a_mark_printed_from_top_to_bottom_in_two_columns_is_read_as_one(
    reader: PictureReader, words: list[str], turned: Callable[[Image.Image], Image.Image]
) -> None:
    picture = Image.new("RGB", (640, 640), "#fff6e0")
    font = ImageFont.truetype(typeface(), 80)
    for left, column in zip((380, 230), words, strict=True):
        for row, character in enumerate(column):
            ImageDraw.Draw(picture).text((left, 180 + 95 * row), character, font=font, fill="black")
    assert [line.text for line in reader.read(as_png(turned(picture))).lines] == words


def packed(image: Image.Image, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG", **options)  # type: ignore[arg-type]
    return target.getvalue()


def test_what_is_no_picture_or_holds_no_text_is_said_so(reader: PictureReader) -> None:
    assert reader.read(b"<html>no picture</html>").state == "failed"
    assert reader.read(as_png(pack("岚泽谷香"))[:900]).state == "failed"
    assert reader.read(as_png(pack(" "))).state == "empty"


def test_a_registered_logo_is_found_turned_and_small_and_a_strange_one_is_not(
    reader: PictureReader,
) -> None:
    picture = pack("面粉", "净含量", "产地")
    picture.paste(logo(7).rotate(20, fillcolor="white").resize((220, 220)), (380, 100))
    reading = reader.read(as_png(picture))
    assert [logo.rights for logo in reading.logos] == [("lanze",)]
    strange = pack("面粉", "净含量", "产地")
    strange.paste(logo(13).resize((220, 220)), (380, 100))
    assert reader.read(as_png(strange)).logos == ()


def test_a_picture_that_takes_too_long_costs_its_process_only() -> None:
    with PictureReader(seconds=0.001) as hasty:
        assert hasty.read(as_png(pack("岚泽谷香"))).state == "late"
        hasty._seconds = 120
        assert hasty.read(as_png(pack("岚泽谷香"))).state == "read"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", read_seconds=120)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    with opened.begin() as session:
        import_rights(session, RightsBook(holders=(HOLDER,), rights=(LANZE,)))
    yield opened
    opened.close()


def test_a_mark_only_in_the_picture_becomes_a_lead_that_names_the_cutting(
    database: Database, settings: Settings
) -> None:
    item = SeenListing(
        key="a:1", listing=listing("雪花面粉 5kg 家用", shop="某粮油铺", price="9.9")
    )
    picture = as_png(pack("岚泽谷香", "雪花面粉"))
    with database.begin() as session:
        save_listings(session, [item], run_id=None, at=datetime.now(UTC))
        number = session.scalars(sa.select(ListingRow.id)).one()
        keep_files(session, settings, number, {"https://img.example/1.png": picture})
    assert assess(database, settings).leads == 0
    run = read_pictures(database, settings)
    assert (run.pictures, run.failed, run.late) == (1, 0, 0)
    assert assess(database, settings).leads == 1
    with database.read() as session:
        lead = session.scalars(sa.select(LeadRow)).one()
        signals = session.get_one(AssessmentRow, lead.assessment_id).signals
        assert unread(session, limit=5) == []
        reading_row = session.scalars(sa.select(PictureReadingRow)).one()
    read = next(signal for signal in signals if signal.kind == "image-text")
    assert (read.field, read.text) == ("image_text", "岚泽谷香")
    crop = reading_row.content.lines[0].crop
    assert crop[:12] in read.explanation
    assert hashlib.sha256(kept_bytes(settings, crop)).hexdigest() == crop
    assert read_pictures(database, settings).pictures == 0


@pytest.mark.parametrize(
    "words",
    [("岚泽谷香", "雪花面粉 5kg"), ("鹿鸣川",)],
    ids=["read as other words", "of which nothing can be read"],
)
def test_a_mirrored_picture_is_read_the_right_way_round(
    reader: PictureReader, words: tuple[str, ...]
) -> None:
    picture = ImageOps.mirror(pack(*words))
    reading = reader.read(as_png(picture))
    assert words[0] in reading.lines[0].text
    left, _, right, _ = reading.lines[0].box
    assert picture.width / 2 < right <= picture.width
    assert left < right
