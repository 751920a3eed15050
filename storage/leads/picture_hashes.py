"""Fingerprints of listings' pictures (图片指纹), by which a listing is recognised in another shop."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.base.contested_rows import insert_missing
from storage.base.database import Database
from storage.base.errors import NotFound
from storage.base.settings import Settings
from storage.leads.facets import file_main_picture
from storage.listings.picture_files import kept_bytes
from storage.pictures.fingerprint import Fingerprint, NotComparable, fingerprint_of
from storage.pictures.recognition import compare_stored, file_by_hash, file_picture, unfiled
from storage.tables import PictureFileRow, PictureHashRow

Comparisons = Mapping[str, Mapping[int, float]]
"""Likelihoods by the hash of a picture and the row number of a stored one."""


def compare_pictures(
    session: Session, listing_id: int, pictures: Mapping[str, Fingerprint]
) -> Comparisons:
    """A listing's new pictures beside those that are stored, as `keep_pictures` takes it: comparing takes
    seconds, for which no writing transaction should be open."""
    by_hash = _by_hash(pictures)
    return {
        phash: compare_stored(session, by_hash[phash])
        for phash in set(by_hash) - _hashes_with_copy(session, listing_id)
    }


def keep_pictures(
    session: Session,
    listing_id: int,
    pictures: Mapping[str, Fingerprint],
    compared: Comparisons = MappingProxyType({}),
) -> None:
    """Store the fingerprints of a listing's pictures by URL; those of earlier captures stay, since
    the picture of a removed listing is what a later one repeats."""
    by_hash = _by_hash(pictures)
    rows = [
        {
            "listing_id": listing_id,
            "url": url,
            "phash": f"{fingerprint.phash:016x}",
            "small": fingerprint.small or None,
        }
        for url, fingerprint in pictures.items()
    ]
    fresh = set(by_hash) - _hashes_with_copy(session, listing_id)
    insert_missing(session, PictureHashRow, rows, ["listing_id", "phash"])
    for row in session.scalars(
        sa.select(PictureHashRow)
        .where(PictureHashRow.listing_id == listing_id, PictureHashRow.phash.in_(fresh))
        .order_by(PictureHashRow.id)
    ):
        row.small = by_hash[row.phash].small or row.small
        file_picture(session, row.id, by_hash[row.phash], compared.get(row.phash, {}))
    if pictures:
        file_main_picture(session, listing_id)


def _by_hash(pictures: Mapping[str, Fingerprint]) -> dict[str, Fingerprint]:
    return {f"{fingerprint.phash:016x}": fingerprint for fingerprint in pictures.values()}


def _hashes_with_copy(session: Session, listing_id: int) -> set[str]:
    """Hashes of a listing's stored pictures of which there is a small copy."""
    query = sa.select(PictureHashRow.phash).where(
        PictureHashRow.listing_id == listing_id, PictureHashRow.small.is_not(None)
    )
    return set(session.scalars(query))


def file_older_pictures(database: Database, settings: Settings, *, limit: int) -> int:
    """Fill in what an older version did not write down of up to `limit` pictures: the fingerprint from
    the kept bytes, or what the hash alone tells. Returns how many were filled in."""
    with database.read() as session:
        waiting = [(row.id, row.listing_id, row.url) for row in unfiled(session, limit=limit)]
        files = {number: _file_of(session, listing, url) for number, listing, url in waiting}
    for number, listing, _ in waiting:
        fingerprint = _fingerprint(settings, files[number])
        compared: Mapping[int, float] = {}
        if fingerprint is not None:
            with database.read() as session:
                compared = compare_stored(session, fingerprint, picture_id=number)
        with database.begin() as session:
            row = session.get(PictureHashRow, number)
            if row is None:
                continue
            if fingerprint is None:
                file_by_hash(session, row)
            else:
                row.small = fingerprint.small
                file_picture(session, number, fingerprint, compared)
            file_main_picture(session, listing)
    return len(waiting)


def _file_of(session: Session, listing_id: int, url: str) -> str | None:
    """SHA-256 of the kept bytes of a listing's picture."""
    query = sa.select(PictureFileRow.sha256).where(
        PictureFileRow.listing_id == listing_id, PictureFileRow.url == url
    )
    return session.scalar(query.order_by(PictureFileRow.id.desc()).limit(1))


def _fingerprint(settings: Settings, sha256: str | None) -> Fingerprint | None:
    if sha256 is None:
        return None
    try:
        return fingerprint_of(kept_bytes(settings, sha256))
    except (NotFound, NotComparable):
        return None
