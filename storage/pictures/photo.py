"""A photo that an officer brings (比对照片): its fingerprints, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from storage.base.errors import BadInput
from storage.pictures.decoding import MOST_BYTES, MOST_PIXELS, NotAPicture, TooManyPixels
from storage.pictures.fingerprint import (
    Fingerprint,
    NotComparable,
    decoded,
    image_fingerprint,
)

if TYPE_CHECKING:
    from PIL import Image


def photo_fingerprints(photo: bytes) -> tuple[Fingerprint, ...]:
    """The fingerprint of a photo, given as file bytes, and those of the views within it (`photo_views`).

    Raises BadInput for what is too large, cannot be opened, or shows nothing.
    """
    from storage.pictures.photo_views import photo_views

    if len(photo) > MOST_BYTES:
        raise BadInput("photo.too-many-bytes", mebibytes=MOST_BYTES // 2**20)
    try:
        image = decoded(photo)
        views = photo_views(image)
        return image_fingerprint(image), *_fingerprints(views)
    except TooManyPixels as error:
        raise BadInput("photo.too-many-pixels", million=MOST_PIXELS // 10**6) from error
    except NotAPicture as error:
        raise BadInput("photo.unreadable") from error
    except NotComparable as error:
        raise BadInput("photo.shows-nothing") from error


def _fingerprints(views: Iterable[Image.Image]) -> Iterator[Fingerprint]:
    for view in views:
        with suppress(NotComparable):
            yield image_fingerprint(view)
