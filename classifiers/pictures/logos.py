"""Logos (图形标识): a registered picture found in a listing's, turned, scaled or in perspective.

ORB features (Rublee et al. 2011) matched by the best against the second best (Lowe 2004), kept
where they agree on one homography; and the best right must stand clear of the second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

AGREEING = 15
"""Features on one homography from which a picture is found: strange pairs give at most eight."""
_CLEAR = 1.6
"""How many times the second right's features the best one's must be; chosen by hand on drawn logos."""
_RATIO = 0.78
"""Distance of the best match to that of the second best below which it counts; Lowe 2004 takes 0.8."""
_MOST_FEATURES = 800
"""Features of a picture; chosen by hand."""
_LEAST_SIDE = 120
"""Pixels of the shorter side to which smaller pictures are enlarged; chosen by hand."""
_OFF_PLANE = 4.0
"""Pixels by which a feature may lie off the homography (RANSAC); chosen by hand."""


def features_of(image: Any) -> Any:
    """Key points and descriptors of a picture, uint8 of shape (height, width, 3) in blue, green, red or
    (height, width) in grey; None where it has too few. The descriptors are uint8 of shape (points, 32)."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image
    side = min(grey.shape[:2])
    if side < _LEAST_SIDE:
        scale = _LEAST_SIDE / side
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    points, descriptors = cv2.ORB.create(nfeatures=_MOST_FEATURES).detectAndCompute(grey, None)
    return None if descriptors is None or len(points) < AGREEING else (points, descriptors)


def best_logo(image: Any, registered: Mapping[str, Any]) -> tuple[str, int] | None:
    """(right, agreeing features) of the registered picture that stands in `image`, if one does."""
    if not registered or (features := features_of(image)) is None:
        return None
    ranked = sorted(
        ((_agreeing(logo, features), right) for right, logo in registered.items()), reverse=True
    )
    best, right = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0
    return (right, best) if best >= AGREEING and best >= _CLEAR * second else None


def _agreeing(logo: Any, picture: Any) -> int:
    """How many features of the logo lie in the picture as one plane."""
    import cv2
    import numpy as np

    (points, descriptors), (picture_points, picture_descriptors) = logo, picture
    if len(picture_points) < 2:
        return 0
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(descriptors, picture_descriptors, k=2)
    good = [p[0] for p in pairs if len(p) == 2 and p[0].distance < _RATIO * p[1].distance]
    if len(good) < AGREEING:
        return 0
    source = np.array([points[m.queryIdx].pt for m in good], dtype=np.float32)
    target = np.array([picture_points[m.trainIdx].pt for m in good], dtype=np.float32)
    _, inside = cv2.findHomography(source, target, cv2.RANSAC, _OFF_PLANE)
    return 0 if inside is None else int(inside.sum())
