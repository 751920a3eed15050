"""A photo that an officer brings is checked and made upright, or refused with a reason."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from benchmarks.material.picture_drawings import pack_shot
from storage.base.errors import BadInput
from storage.pictures.decoding import MOST_BYTES
from storage.pictures.fingerprint import fingerprint_of
from storage.pictures.photo import photo_fingerprints
from tests.classifiers.sample_pictures import bomb

PACK = pack_shot(random.Random(4)).resize((320, 320))


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)  # type: ignore[arg-type]
    return target.getvalue()


def turned_by_exif() -> bytes:
    """The pack lying on its side, with the camera's note how to turn it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(PACK.rotate(90), "JPEG", quality=92, exif=exif)


@pytest.mark.parametrize(
    "photo",
    [
        turned_by_exif(),
        saved(PACK.convert("CMYK"), "JPEG", quality=92),
        saved(PACK, "GIF", save_all=True, append_images=[PACK.rotate(180)], loop=0),
        saved(PACK.convert("P"), "PNG"),
    ],
    ids=["turned by EXIF", "CMYK", "moving", "palette"],
)
def test_a_photo_is_compared_as_a_viewer_shows_it(photo: bytes) -> None:
    difference = photo_fingerprints(photo)[0].phash ^ fingerprint_of(saved(PACK)).phash
    assert difference.bit_count() <= 4


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        (b"", "no picture"),
        (b"%PDF-1.7 no picture", "no picture"),
        (saved(PACK, "JPEG")[:2000], "no picture"),
        (b"\0" * (MOST_BYTES + 1), "larger than"),
        (saved(Image.new("RGB", (300, 300), "white")), "shows nothing"),
        (saved(Image.new("1", (8000, 6000))), "pixels"),
    ],
    ids=["empty", "PDF", "cut short", "too many bytes", "white", "too many pixels"],
)
def test_what_cannot_be_compared_is_refused_with_its_reason(photo: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        photo_fingerprints(photo)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(BadInput):
        photo_fingerprints(bomb(60_000))
