"""A photo that an officer brings (比对照片): its fingerprint, or the reason why there is none."""

from __future__ import annotations

from storage.base.errors import BadInput
from storage.pictures.decoding import MOST_BYTES, MOST_PIXELS, NotAPicture, TooManyPixels
from storage.pictures.fingerprint import (
    Fingerprint,
    NotComparable,
    decoded,
    image_fingerprint,
)


def photo_fingerprint(photo: bytes) -> Fingerprint:
    """The fingerprint of a photo, given as file bytes.

    Raises BadInput for what is too large, cannot be opened, or shows nothing.
    """
    if len(photo) > MOST_BYTES:
        raise BadInput("photo.too-many-bytes", mebibytes=MOST_BYTES // 2**20)
    try:
        return image_fingerprint(decoded(photo))
    except TooManyPixels as error:
        raise BadInput("photo.too-many-pixels", million=MOST_PIXELS // 10**6) from error
    except NotAPicture as error:
        raise BadInput("photo.unreadable") from error
    except NotComparable as error:
        raise BadInput("photo.shows-nothing") from error
