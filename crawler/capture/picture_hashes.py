"""A listing's pictures as fingerprints (图片指纹), so that they are recognised elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin, urlsplit

from storage.evidence.visit import Visit
from storage.pictures.fingerprint import Fingerprint, NotComparable, fingerprint_of

log = logging.getLogger("hubiao.capture")


def fingerprints(pictures: Mapping[str, bytes]) -> dict[str, Fingerprint]:
    """URL → fingerprint of the pictures that can be compared, given as {URL: file bytes}."""
    prints = ((url, _fingerprint(data)) for url, data in pictures.items())
    return {url: fingerprint for url, fingerprint in prints if fingerprint is not None}


def listing_pictures(visit: Visit) -> dict[str, bytes]:
    """URL → bytes of the shown pictures that the page names as those of its listing.

    A page shows banners and logos too, and those link every shop of a platform.
    """
    listed = _addresses(visit.final_url, visit.listing.images if visit.listing else ())
    return {url: data for url, data in visit.images if _address(url) in listed}


def _addresses(page: str, images: Iterable[str]) -> set[str]:
    return {_address(urljoin(page, image)) for image in images}


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
