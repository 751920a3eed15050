"""Pictures that were read before a right got another registered picture are looked through again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from classifiers.pictures import logo_search
from classifiers.pictures.registered_pictures import book_digest
from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from storage.listings.logo_readings import outdated
from storage.listings.picture_files import keep_files
from storage.listings.picture_readings import (
    PictureReading,
    readings_of,
    readings_until,
    save_reading,
    unread,
)
from storage.listings.store import SeenListing, save_listings
from storage.outgoing.attachments import keep_attachment
from storage.records import PictureLine, RightsBook
from storage.rights.book_import import import_rights
from storage.rights.certificates import add_right_file, remove_right_file
from storage.tables import ListingRow, PictureFileRow, PictureReadingRow, RightFileRow
from storage.tables.base import now
from tests.classifiers.sample_pictures import as_png, logo, pack
from tests.classifiers.samples import HOLDER, LANZE, listing
from tests.databases import migrated_database


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", read_seconds=60)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    with opened.begin() as session:
        import_rights(session, RightsBook(holders=(HOLDER,), rights=(LANZE,)))
    yield opened
    opened.close()


def read_before(database: Database, settings: Settings) -> tuple[int, str]:
    """A listing whose picture bears two logos, read when no right had a registered picture."""
    picture = pack("面粉")
    picture.paste(logo(7).resize((220, 220)), (380, 60))
    picture.paste(logo(11).resize((220, 220)), (60, 380))
    item = SeenListing(key="a:1", listing=listing("雪花面粉 5kg 家用"))
    with database.begin() as session:
        save_listings(session, [item], run_id=None, at=datetime.now(UTC))
        number = session.scalars(sa.select(ListingRow.id)).one()
        keep_files(session, settings, number, {"https://img.example/1.png": as_png(picture)})
        sha256 = session.scalars(sa.select(PictureFileRow.sha256)).one()
        line = PictureLine(text="面粉", confidence=0.9, picture=sha256, crop="c" * 64)
        save_reading(session, sha256, PictureReading(lines=(line,)), reader="test")
    return number, sha256


def register(database: Database, settings: Settings, turns: int) -> str:
    file = keep_attachment(settings, f"图样{turns}.png", as_png(logo(turns)))
    with database.begin() as session:
        add_right_file(session, LANZE.id, "image", file, actor="管")
    return file.sha256


def test_a_picture_registered_later_is_found_in_pictures_that_were_read(
    database: Database, settings: Settings
) -> None:
    number, sha256 = read_before(database, settings)
    assert logo_search.search_logos_again(database, settings, limit=10) == 0
    registered = {register(database, settings, turns) for turns in (7, 11)}
    assert logo_search.search_logos_again(database, settings, limit=10) == 1
    assert logo_search.search_logos_again(database, settings, limit=10) == 0
    with database.read() as session:
        reading = readings_of(session, [number])[number]
    assert {logo.registered for logo in reading.logos} == registered
    assert {(logo.right, logo.picture) for logo in reading.logos} == {(LANZE.id, sha256)}
    assert [line.text for line in reading.lines] == ["面粉"]


def test_a_registered_picture_that_was_taken_away_is_no_ground_any_more(
    database: Database, settings: Settings
) -> None:
    number, _ = read_before(database, settings)
    register(database, settings, 7)
    logo_search.search_logos_again(database, settings, limit=10)
    with database.begin() as session:
        remove_right_file(session, session.scalars(sa.select(RightFileRow.id)).one(), actor="管")
    assert logo_search.search_logos_again(database, settings, limit=10) == 1
    with database.read() as session:
        assert readings_of(session, [number])[number].logos == ()


def test_what_was_known_at_a_verdict_before_holds_the_text_and_no_logo(
    database: Database, settings: Settings
) -> None:
    number, _ = read_before(database, settings)
    before = now()
    register(database, settings, 7)
    logo_search.search_logos_again(database, settings, limit=10)
    moments = [(number, before), (number, now() + timedelta(seconds=1))]
    with database.read() as session:
        readings = readings_until(session, moments)
    assert [len(readings[moment].logos) for moment in moments] == [0, 1]
    assert [len(readings[moment].lines) for moment in moments] == [1, 1]


def test_a_picture_that_is_gone_is_not_looked_for_for_ever(
    database: Database, settings: Settings
) -> None:
    _, sha256 = read_before(database, settings)
    register(database, settings, 7)
    (settings.home / "pictures" / sha256[:2] / sha256).unlink()
    assert logo_search.search_logos_again(database, settings, limit=10) == 1
    with database.read() as session:
        assert outdated(session, book_digest(session, settings), limit=10) == []


def test_a_registered_picture_in_a_file_counts_anew_where_the_file_changes(
    database: Database, settings: Settings
) -> None:
    file = settings.home / "logo.png"
    right = replace(LANZE, images=(file.name,))
    digests = []
    with database.begin() as session:
        import_rights(session, RightsBook(holders=(HOLDER,), rights=(right,)))
        for content in (b"black", b"in colours", b"black"):
            file.write_bytes(content)
            digests += [book_digest(session, settings), book_digest(session, settings)]
        file.unlink()
        assert book_digest(session, settings) == ""
    assert digests[0] == digests[1] == digests[4] == digests[5]
    assert digests[2] == digests[3] != digests[0]


def test_a_picture_that_took_too_long_is_read_again_later_for_some_days(
    database: Database, settings: Settings
) -> None:
    _, sha256 = read_before(database, settings)
    with database.begin() as session:
        session.execute(sa.delete(PictureReadingRow))
        save_reading(session, sha256, PictureReading(state="late"), reader="test")
        assert unread(session, limit=5) == []
        session.execute(sa.update(PictureReadingRow).values(read_at=now() - timedelta(hours=2)))
        assert unread(session, limit=5) == [sha256]
        line = PictureLine(text="面粉", confidence=0.9, picture=sha256, crop="c" * 64)
        save_reading(session, sha256, PictureReading(lines=(line,)), reader="test")
        assert session.scalars(sa.select(PictureReadingRow.state)).all() == ["read"]
        session.execute(
            sa.update(PictureReadingRow).values(state="late", read_at=now() - timedelta(hours=2))
        )
        session.execute(sa.update(PictureFileRow).values(seen_at=now() - timedelta(days=9)))
        assert unread(session, limit=5) == []
