"""The store recognises pictures: in other shops, after a change, and those of older versions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.material.picture_changes import AIMED, packed
from benchmarks.material.picture_drawings import pack_shot, poster
from storage.base.database import Database
from storage.base.settings import Settings, load_settings
from storage.leads.picture_hashes import compare_pictures, file_older_pictures, keep_pictures
from storage.listings.picture_files import keep_files
from storage.listings.store import SeenListing, save_listings
from storage.pictures.fingerprint import fingerprint_of
from storage.pictures.recognition import picture_groups, picture_twins, unfiled
from storage.records import Listing
from storage.tables import ListingRow, PictureHashRow, PictureKeyRow, PictureLikenessRow
from tests.databases import migrated_database


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = migrated_database(settings)
    yield opened
    opened.close()


def listing_with(session: Session, key: str, picture: bytes) -> int:
    """A listing whose picture is stored with its fingerprint."""
    url = f"https://shop.example/{key}"
    listing = SeenListing(key=key, listing=Listing(url=url, title="面粉"))
    save_listings(session, [listing], run_id=None, at=datetime.now(UTC))
    number = session.scalars(sa.select(ListingRow.id).where(ListingRow.key == key)).one()
    keep_pictures(session, number, {f"{url}.jpg": fingerprint_of(picture)})
    return number


def test_copies_of_one_picture_are_twins_and_a_pack_of_the_same_layout_is_none(
    database: Database,
) -> None:
    rng = random.Random(6)
    original, neighbour = pack_shot(rng), pack_shot(rng)
    with database.begin() as session:
        first = listing_with(session, "a", packed(original))
        mirrored = listing_with(session, "b", AIMED["mirror"](original, rng))
        marked = listing_with(session, "c", AIMED["corner mark"](original, rng))
        listing_with(session, "d", packed(neighbour))
        twins = picture_twins(session, [first, marked])
        groups = picture_groups(session, [first, mirrored, marked])
    assert set(twins[first]) == {mirrored, marked}
    assert set(twins[marked]) == {first, mirrored}
    assert all(twin.likelihood > 0.8 for twin in twins[first].values())
    assert len(set(groups.values())) == 1


def test_comparisons_made_before_the_writing_are_taken_and_what_was_stored_since_is_compared(
    database: Database,
) -> None:
    rng = random.Random(7)
    original = pack_shot(rng)
    copy = {"https://shop.example/x.jpg": fingerprint_of(AIMED["half size"](original, rng))}
    with database.begin() as session:
        early, late = (listing_with(session, key, packed(poster(rng))) for key in "ab")
    with database.read() as session:
        before = compare_pictures(session, early, copy)
    with database.begin() as session:
        first = listing_with(session, "c", packed(original))
        keep_pictures(session, early, copy, before)
        assert set(picture_twins(session, [first])[first]) == {early}
    with database.begin() as session:
        compared = compare_pictures(session, late, copy)
        ((phash, likelihoods),) = compared.items()
        assert max(likelihoods.values()) > 0.8
        keep_pictures(session, late, copy, {phash: dict.fromkeys(likelihoods, 0.0)})
        assert set(picture_twins(session, [first])[first]) == {early}


def test_only_a_picture_that_is_like_none_before_has_keys(database: Database) -> None:
    picture = packed(poster(random.Random(3)))
    with database.begin() as session:
        for key in "abc":
            listing_with(session, key, picture)
        keyed = session.scalars(sa.select(PictureKeyRow.picture_id).distinct()).all()
        assert len(keyed) == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(PictureLikenessRow)) == 3


def test_pictures_of_an_older_version_are_filled_in_from_their_kept_bytes_or_their_hash(
    database: Database, settings: Settings
) -> None:
    rng = random.Random(8)
    original = poster(rng)
    with database.begin() as session:
        first = listing_with(session, "a", packed(original))
        cropped = listing_with(session, "b", AIMED["crop 15 %"](original, rng))
        bare = listing_with(session, "c", packed(original))
        copy = AIMED["crop 15 %"](original, random.Random(1))
        keep_files(session, settings, cropped, {"https://shop.example/b.jpg": copy})
        for table in (PictureLikenessRow, PictureKeyRow):
            session.execute(sa.delete(table))
        session.execute(sa.update(PictureHashRow).values(small=None))
        assert picture_twins(session, [first]) == {}
    assert file_older_pictures(database, settings, limit=10) == 3
    with database.read() as session:
        assert unfiled(session, limit=5) == []
        assert set(picture_twins(session, [first])[first]) == {bare}
        rows = session.scalars(sa.select(PictureHashRow).order_by(PictureHashRow.id)).all()
        assert [row.small is not None for row in rows] == [False, True, False]
