"""Local features (局部特征) of a picture: SIFT (Lowe 2004) as RootSIFT (Arandjelović & Zisserman 2012)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""uint8 of shape (height, width, 3) in blue, green, red."""
Floats = NDArray[np.float32]

LENGTH = 128
"""Numbers of a descriptor."""
_CONTRAST, _EDGE = 0.02, 15.0
"""Least contrast of a feature, and the most it may lie along an edge: half and one and a half times the
values of Lowe 2004, since a drawn logo has few features; chosen by hand."""
_MOST_FEATURES = 2000
"""Features of one picture, the strongest; chosen by hand."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Features:
    """The features of one picture, as many rows each."""

    points: Floats
    """float32 of shape (n, 4): x, y and size in pixels, angle in radians."""
    descriptors: Floats
    """float32 of shape (n, 128), of length one: the product of two is their likeness, 0..1."""


def features_of(pixels: Pixels) -> Features:
    """The features of a picture, by its grey; none where it is flat."""
    import cv2

    return _features(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))


def features_in_colour(pixels: Pixels) -> Features:
    """The same by its grey and, where that shows nothing, by its red: ink as light as its ground has
    no edge in grey."""
    grey, red = features_of(pixels), _features(np.ascontiguousarray(pixels[:, :, 2]))
    places = {_place(point) for point in grey.points.tolist()}
    fresh = [place not in places for place in map(_place, red.points.tolist())]
    return Features(
        points=np.vstack([grey.points, red.points[fresh]]),
        descriptors=np.vstack([grey.descriptors, red.descriptors[fresh]]),
    )


def _place(point: Sequence[float]) -> tuple[int, int]:
    return round(point[0] / _SAME_PLACE), round(point[1] / _SAME_PLACE)


_SAME_PLACE = 4.0
"""Pixels within which a feature in red is that in grey; chosen by hand."""


def _features(channel: Any) -> Features:
    """The features of one channel, uint8 of shape (height, width)."""
    import cv2

    detector = cv2.SIFT.create(
        nfeatures=_MOST_FEATURES, contrastThreshold=_CONTRAST, edgeThreshold=_EDGE
    )
    key_points, descriptors = detector.detectAndCompute(channel, None)
    if descriptors is None or not len(key_points):
        return Features(points=_empty(4), descriptors=_empty(LENGTH))
    points = [(*point.pt, point.size, np.radians(point.angle)) for point in key_points]
    return Features(points=np.array(points, np.float32), descriptors=_rooted(descriptors))


def _empty(width: int) -> Floats:
    return np.zeros((0, width), np.float32)


def _rooted(descriptors: Any) -> Floats:
    shares = descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.sqrt(shares), np.float32)


_STEPS = 400.0
"""Steps of a stored descriptor's unit: rooted shares lie below .64 but for the odd one; chosen by hand."""


def packed(descriptors: Floats) -> Pixels:
    """Descriptors as uint8 of the same shape, a quarter of the memory."""
    return np.asarray(np.clip(np.rint(descriptors * _STEPS), 0, 255), np.uint8)


def unpacked(descriptors: Pixels) -> Floats:
    """What `packed` holds, of length one again."""
    lengths = descriptors.astype(np.float32)
    size = np.linalg.norm(lengths, axis=1, keepdims=True)
    return np.asarray(lengths / np.maximum(size, 1e-9), np.float32)


def inverted(descriptors: Floats) -> Floats:
    """The descriptors of the same places in the negative.

    There every gradient points the other way, the feature's own angle too: the four by four cells
    stand upside down and the directions within them stay.
    """
    cells = descriptors.reshape(-1, 4, 4, 8)[:, ::-1, ::-1, :]
    return np.ascontiguousarray(cells.reshape(-1, LENGTH))
