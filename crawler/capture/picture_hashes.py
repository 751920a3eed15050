"""A listing's pictures kept with their fingerprints (图片指纹), so that they are recognised elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from storage.base.database import Database
from storage.base.settings import Settings
from storage.evidence.visit import Visit
from storage.leads.picture_hashes import compare_pictures, keep_pictures
from storage.listings.picture_files import keep_files
from storage.net.joined_address import joined
from storage.pictures.fingerprint import Fingerprint, NotComparable, fingerprint_of

log = logging.getLogger("hubiao.capture")


def store_pictures(
    database: Database, settings: Settings, listing_id: int, pictures: Mapping[str, bytes]
) -> int:
    """Keep a listing's pictures, given as {URL: file bytes}, with the fingerprints of those that can be
    compared. Returns how many are kept. Raises StoreUnavailable.

    What takes time, decoding and comparing, comes before the writing transaction, for which every other
    writer waits.
    """
    prints = ((url, _fingerprint(data)) for url, data in pictures.items())
    comparable = {url: fingerprint for url, fingerprint in prints if fingerprint is not None}
    with database.read() as session:
        compared = compare_pictures(session, listing_id, comparable)
    with database.begin() as session:
        keep_pictures(session, listing_id, comparable, compared)
        return keep_files(session, settings, listing_id, pictures)


def listing_pictures(visit: Visit) -> dict[str, bytes]:
    """URL → bytes of the shown pictures that the page names as those of its listing.

    A page shows banners and logos too, and those link every shop of a platform.
    """
    listed = _addresses(visit.final_url, visit.listing.images if visit.listing else ())
    return {url: data for url, data in visit.images if _address(url) in listed}


def _addresses(page: str, images: Iterable[str]) -> set[str]:
    return {_address(url) for image in images if (url := joined(page, image))}


def _address(url: str) -> str:
    """Where a picture lies, whatever size the query asks for."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


def _fingerprint(data: bytes) -> Fingerprint | None:
    """The fingerprint of one picture; None for one that cannot be compared."""
    try:
        return fingerprint_of(data)
    except NotComparable as error:
        if error.__cause__ is not None:
            cause = error.__cause__
            log.info("a picture cannot be read: %s: %s", type(cause).__name__, cause)
        return None
