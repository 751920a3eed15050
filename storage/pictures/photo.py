"""A photo that an officer brings (比对照片): checked, upright, and its fingerprint."""

from __future__ import annotations

import io

from storage.base.errors import BadInput
from storage.pictures.fingerprint import (
    MOST_BYTES,
    MOST_PIXELS,
    Fingerprint,
    NotComparable,
    fingerprint_of,
    strict_decoder,
)

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "MPO")
_SIDE = 2000
"""Pixels of the longest side that is compared; chosen by hand."""


def photo_fingerprint(photo: bytes) -> Fingerprint:
    """The fingerprint of a photo, given as file bytes.

    A camera's turn (EXIF) is applied, printers' colours (CMYK) become those of a screen, and of
    moving pictures the first counts. Raises BadInput for what is too large, cannot be opened, or
    shows nothing.
    """
    if len(photo) > MOST_BYTES:
        raise BadInput("photo.too-many-bytes", mebibytes=MOST_BYTES // 2**20)
    try:
        return fingerprint_of(_upright(photo))
    except NotComparable as error:
        raise BadInput("photo.shows-nothing") from error


def _upright(photo: bytes) -> bytes:
    """The photo as PNG, upright, in the colours of a screen."""
    from PIL import Image, ImageOps

    try:
        with strict_decoder(), Image.open(io.BytesIO(photo), formats=_FORMATS) as opened:
            pixels = opened.width * opened.height
            if pixels <= MOST_PIXELS:
                image = ImageOps.exif_transpose(opened)
                image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except Exception as error:  # a decoder meets hostile bytes and raises whatever it likes
        raise BadInput("photo.unreadable") from error
    if pixels > MOST_PIXELS:
        raise BadInput("photo.too-many-pixels", million=MOST_PIXELS // 10**6)
    image.thumbnail((_SIDE, _SIDE))
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=1)
    return png.getvalue()
