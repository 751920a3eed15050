"""A listing's pictures as perceptual hashes (感知哈希), so that they are known again elsewhere.

A DCT hash of 64 bits (Zauner 2010): the picture made smaller, packed harder or marked differs in
a few bits. A crop, a border or a mirror makes another hash.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from urllib.parse import urljoin, urlsplit

from PIL import Image, ImageFile, ImageStat

from storage.evidence.visit import Visit

MOST_BYTES = 16 * 2**20
"""Bytes of a picture that is hashed; chosen by hand."""
MOST_PIXELS = 40_000_000
"""Pixels of a picture that is decoded: some 160 MB of memory."""
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP")
_FLAT = 6.0
"""Deviation of grey (of 255) below which a picture shows nothing: its hash would be chance."""
_SAMPLE = (256, 256)

_DECODER = Lock()

log = logging.getLogger("hubiao.capture")


def picture_hashes(visit: Visit) -> dict[str, str]:
    """URL → hash of the shown pictures that the page names as those of its listing.

    A page shows banners and logos too, and those link every shop of a platform.
    """
    pictures = listing_pictures(visit).items()
    return {url: phash for url, data in pictures if (phash := picture_hash(data)) is not None}


def listing_pictures(visit: Visit) -> dict[str, bytes]:
    """URL → bytes of the shown pictures that the page names as those of its listing."""
    listed = _addresses(visit.final_url, visit.listing.images if visit.listing else ())
    return {url: data for url, data in visit.images if _address(url) in listed}


def _addresses(page: str, images: Iterable[str]) -> set[str]:
    return {_address(urljoin(page, image)) for image in images}


def _address(url: str) -> str:
    """Where a picture lies, whatever size the query asks for."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


def picture_hash(data: bytes) -> str | None:
    """The hash of one picture, 16 hex digits; None for one that is no picture, too large to be
    opened safely, or without content."""
    import imagehash  # scipy comes with it

    if len(data) > MOST_BYTES:
        return None
    try:
        with _strictly(), Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            opened.draft("RGB", _SAMPLE)
            grey = _on_white(opened).convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    except Exception as error:  # a decoder meets hostile bytes and raises whatever it likes
        log.info("a picture cannot be read: %s: %s", type(error).__name__, error)
        return None
    if ImageStat.Stat(grey).stddev[0] < _FLAT:
        return None
    return str(imagehash.phash(grey))


@contextmanager
def _strictly() -> Iterator[None]:
    """A picture cut short is an error, as Pillow has it by default.

    WeasyPrint, which makes reading copies in the same process, lets the missing part be grey for
    everybody, and grey would be hashed.
    """
    with _DECODER:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _on_white(image: Image.Image) -> Image.Image:
    """As a browser shows it: what is transparent lets the page through."""
    if not image.has_transparency_data:
        return image
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    paper.alpha_composite(layer)
    return paper
