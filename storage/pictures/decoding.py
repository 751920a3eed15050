"""Opening pictures (图片解码): bytes of anybody's, decoded within limits and seen as a browser shows them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 16 * 2**20
"""Bytes of a picture that is kept and compared; chosen by hand."""
MOST_PIXELS = 40_000_000
"""Pixels of a picture that is decoded, some 160 MB of memory: larger ones are bombs or posters; chosen by
hand."""
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP")

_DECODER = Lock()


class NotAPicture(Exception):
    """Bytes are no picture of a known format, cut short or damaged."""


class TooManyPixels(NotAPicture):
    """A picture is too large to be decoded safely."""


@contextmanager
def opened_picture(data: bytes, formats: tuple[str, ...] = FORMATS) -> Iterator[Image.Image]:
    """The picture of file bytes, opened and not yet decoded. Raises NotAPicture, and within the block
    makes every error of the decoder one."""
    from PIL import Image

    try:
        with _strict_decoder(), Image.open(io.BytesIO(data), formats=formats) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooManyPixels
            yield picture
    except NotAPicture:
        raise
    except Exception as error:  # a decoder meets hostile bytes and raises whatever it likes
        raise NotAPicture from error


@contextmanager
def _strict_decoder() -> Iterator[None]:
    """A picture cut short is an error, as Pillow has it by default.

    WeasyPrint, which makes reading copies in the same process, lets the missing part be grey for
    everybody, and grey would be compared.
    """
    from PIL import ImageFile

    with _DECODER:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _white(_layer: Image.Image) -> str:
    return "white"


def as_shown(picture: Image.Image, paper: Callable[[Image.Image], str] = _white) -> Image.Image:
    """The picture in RGB as a browser shows it: a camera's turn (EXIF) applied, of moving pictures the
    first, and what is transparent lets the page through. `paper` gives the page's colour for such a
    picture in RGBA."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(picture)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, paper(layer))
        image.alpha_composite(layer)
    return image.convert("RGB")
