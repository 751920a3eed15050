"""Fingerprint of a picture (图片指纹): perceptual hashes of its parts, and a small copy.

A DCT hash of 64 bits (Zauner 2010) survives a smaller size and harder packing, no crop, no frame and
no mark. So parts are hashed too: without a plain border, without a margin, without one side. Two
pictures of which any parts have near hashes are candidates; `likeness` then compares the small copies.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from storage.pictures.decoding import MOST_BYTES, NotAPicture, as_shown, opened_picture

if TYPE_CHECKING:
    from PIL import Image

SMALL_SIDE = 224
"""Pixels of the longer side of the small copy: words on a pack are still apart; chosen by hand."""
_SMALL_QUALITY = 70
"""WebP quality of the small copy: 2 to 5 kB; chosen by hand."""
_FLAT = 6.0
"""Deviation of grey (of 255) below which a picture shows nothing: its hash would be chance."""
_DRAFT = (512, 512)
"""Least pixels at which a JPEG is decoded."""
_MARGIN = 0.04
"""Share of each side that the part without a margin leaves out."""
_STRIP = 0.12
"""Share of one side that a part leaves out: what a crop cuts off. Chosen by hand, as the next is, on
benchmarks.same_picture, seeds 1–3."""
_CORNER = 0.3
"""Share of the sides of a corner that is painted over: what a mark covers."""
_PLAIN = 24
"""Steps of a colour (of 255) within which a row of pixels is plain: JPEG makes noise around an edge."""
_SPOTS = 0.01
"""Share of pixels of a plain row that may be other: dust, noise."""
_LEAST_SIDE = 24
"""Pixels of a side below which a part is not hashed."""
_BANDS = ((0, 11), (11, 22), (22, 33), (33, 44), (44, 54), (54, 64))
"""Bits of a hash by bands, of which a key holds two: hashes that differ in 4 bits always share a key,
in 6 bits three times in four."""


class NotComparable(Exception):
    """Bytes are no picture, too large to be opened safely, or show nothing."""


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """By what a picture is recognised."""

    phash: int
    """Hash of the whole picture, 64 bits."""
    parts: frozenset[int]
    """Hashes of the whole picture and of its parts."""
    mirrored: frozenset[int]
    """The same of the mirrored picture."""
    small: bytes
    """The small copy, WebP; empty where only the hash is known."""

    def keys(self) -> frozenset[int]:
        """Keys under which the picture is stored."""
        return keys_of(self.parts)

    def search_keys(self) -> frozenset[int]:
        """Keys that are looked up: those of the mirrored picture too."""
        return keys_of(self.parts | self.mirrored)


def hash_only(phash: int) -> Fingerprint:
    """The fingerprint of a picture of which nothing but the hash is known."""
    return Fingerprint(phash=phash, parts=frozenset({phash}), mirrored=frozenset(), small=b"")


def keys_of(hashes: frozenset[int]) -> frozenset[int]:
    """Two bands of each hash with the pair's number, 26 bits: near hashes share one of 15."""
    return frozenset(
        pair << 22 | _bits(phash, *first) << 11 | _bits(phash, *second)
        for phash in hashes
        for pair, (first, second) in enumerate(combinations(_BANDS, 2))
    )


def _bits(phash: int, start: int, end: int) -> int:
    return phash >> start & ((1 << (end - start)) - 1)


def fingerprint_of(data: bytes) -> Fingerprint:
    """The fingerprint of a picture, given as file bytes. Raises NotComparable."""
    if len(data) > MOST_BYTES:
        raise NotComparable
    try:
        return image_fingerprint(decoded(data))
    except NotAPicture as error:
        raise NotComparable from error


def decoded(data: bytes) -> Image.Image:
    """The picture as it is shown, no larger than comparing needs. Raises NotAPicture."""
    with opened_picture(data) as picture:
        picture.draft("RGB", _DRAFT)
        return as_shown(picture)


def image_fingerprint(image: Image.Image) -> Fingerprint:
    """The fingerprint of a picture in RGB, which is made small. Raises NotComparable."""
    import cv2
    import numpy as np

    pixels = np.asarray(image)
    if cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).std() < _FLAT:
        raise NotComparable
    image.thumbnail((SMALL_SIDE, SMALL_SIDE))
    small = io.BytesIO()
    image.save(small, "WEBP", quality=_SMALL_QUALITY)
    whole = _reduced(pixels)
    parts = list(_parts(whole))
    return Fingerprint(
        phash=_hash(whole),
        parts=frozenset(map(_hash, parts)),
        mirrored=frozenset(_hash(part[:, ::-1]) for part in parts),
        small=small.getvalue(),
    )


def _reduced(pixels: Any) -> Any:
    """The picture with at most 128 pixels a side: hashes need no more."""
    import cv2

    scale = 128 / max(pixels.shape[:2])
    return (
        pixels
        if scale >= 1
        else cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    )


def _parts(pixels: Any) -> Iterator[Any]:
    """The whole, the whole without a plain border, and parts of that without their borders."""
    yield pixels
    inner = without_border(pixels)
    yield inner
    height, width = inner.shape[:2]
    down, across = int(height * _MARGIN), int(width * _MARGIN)
    yield _large(inner[down : height - down, across : width - across], inner)
    down, across = int(height * _STRIP), int(width * _STRIP)
    for part in (
        inner[down:], inner[: height - down], inner[:, across:], inner[:, : width - across],
    ):  # fmt: skip
        yield _large(without_border(part), inner)
    yield from _without_corners(pixels)


def _without_corners(pixels: Any) -> Iterator[Any]:
    """The picture four times, each with another corner in the colour of its edge, without borders."""
    import numpy as np

    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    colour = np.median(edge, axis=0).astype(np.uint8)
    down, across = int(pixels.shape[0] * _CORNER), int(pixels.shape[1] * _CORNER)
    for rows in (slice(None, down), slice(-down, None)):
        for columns in (slice(None, across), slice(-across, None)):
            painted = pixels.copy()
            painted[rows, columns] = colour
            yield without_border(painted)


def _large(part: Any, whole: Any) -> Any:
    return part if min(part.shape[:2]) >= _LEAST_SIDE else whole


def without_border(pixels: Any) -> Any:
    """The picture without rows and columns of one colour at its edges; uint8 (height, width, 3)."""
    left, top, right, bottom = inner_box(pixels)
    return pixels[top:bottom, left:right]


def inner_box(pixels: Any) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the picture without a plain border; of all where little is left."""
    across = pixels.transpose(1, 0, 2)
    height, width = pixels.shape[:2]
    top, bottom = _plain_rows(pixels), height - _plain_rows(pixels[::-1])
    left, right = _plain_rows(across), width - _plain_rows(across[::-1])
    if min(bottom - top, right - left) < _LEAST_SIDE:
        return 0, 0, width, height
    return left, top, right, bottom


def _plain_rows(pixels: Any) -> int:
    """How many rows from the first on are of the first row's colour."""
    import numpy as np

    colour = np.median(pixels[0], axis=0)
    red, green, blue = (
        abs(pixels[..., n].astype(np.int16) - int(colour[n])) > _PLAIN for n in range(3)
    )
    spotted = (red | green | blue).mean(axis=1) > _SPOTS
    return int(spotted.argmax()) if spotted.any() else 0


def _hash(pixels: Any) -> int:
    """DCT hash of 8 × 8 frequencies against their median."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    grey = cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    frequencies = cv2.dct(grey)[:8, :8].ravel()
    return int.from_bytes(np.packbits(frequencies > np.median(frequencies)).tobytes(), "big")
