"""Ways to lay one picture over another (配准): affine matrices from places of one to places of the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from storage.pictures.fingerprint import inner_box

_FEATURES = 300
"""Local features of a picture; this and the next are chosen by hand on benchmarks.same_picture, seeds 1–3."""
_ENLARGED = 1.5
"""Factor by which a small copy is enlarged first: ORB sees little in a few pixels."""
_FAR = 64
"""Bits (of 256) by which two features differ at most."""
_OFF_PLANE = 2.0
"""Pixels by which a feature may lie off the plane (RANSAC)."""
_LEAST_AGREEING = 8
"""Features that agree on one plane; three fix it."""
_SCALES = (0.6, 1.67)
"""A picture is recognised from this much smaller to this much larger, beside its own size."""
_STRETCH = 1.43
"""Factor by which a picture may be stretched one way."""

Features = tuple[Any, Any]


def features_of(pixels: Any) -> Features | None:
    """Places (float32, pixels, shape (n, 2)) and descriptors (uint8, shape (n, 32)); None for too few."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    grey = cv2.resize(grey, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    orb = cv2.ORB.create(
        nfeatures=_FEATURES, edgeThreshold=12, patchSize=25, nlevels=4, fastThreshold=10
    )
    points, descriptors = orb.detectAndCompute(grey, None)
    if descriptors is None or len(points) < _LEAST_AGREEING:
        return None
    return np.array([point.pt for point in points], np.float32) / _ENLARGED, descriptors


def overlays(first: Any, second: Any, features: Features | None) -> Iterator[Any]:
    """Matrices (float32, 2 × 3) from places of the first picture to places of the second: frame on
    frame, without borders, and by local features. `features` are those of the first."""
    frames = tuple((0, 0, pixels.shape[1], pixels.shape[0]) for pixels in (first, second))
    yield _between(*frames)
    inner = inner_box(first), inner_box(second)
    if inner != frames:
        yield _between(*inner)
    matrix = _by_features(features, features_of(second)) if features else None
    if matrix is not None:
        yield matrix


def _between(first: tuple[int, ...], second: tuple[int, ...]) -> Any:
    """From one upright box to another: left, top, right, bottom."""
    across = (second[2] - second[0]) / (first[2] - first[0])
    down = (second[3] - second[1]) / (first[3] - first[1])
    return np.array(
        [[across, 0, second[0] - first[0] * across], [0, down, second[1] - first[1] * down]],
        np.float32,
    )


def _by_features(first: Features | None, second: Features | None) -> Any:
    """The plane on which most features agree, each matched with one; None without a plausible one."""
    if first is None or second is None:
        return None
    matches = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(first[1], second[1])
    matches = [match for match in matches if match.distance < _FAR]
    if len(matches) < _LEAST_AGREEING:
        return None
    source = first[0][[match.queryIdx for match in matches]]
    target = second[0][[match.trainIdx for match in matches]]
    cv2.setRNGSeed(0)
    matrix, inside = cv2.estimateAffine2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=_OFF_PLANE, maxIters=500
    )
    if matrix is None or inside.sum() < _LEAST_AGREEING or not _is_plausible(matrix):
        return None
    return matrix.astype(np.float32)


def _is_plausible(matrix: Any) -> bool:
    """Whether the second picture is not mirrored, and neither much larger, smaller nor stretched."""
    across, down = np.hypot(matrix[0, 0], matrix[1, 0]), np.hypot(matrix[0, 1], matrix[1, 1])
    least, most = _SCALES
    sized = least < across < most and least < down < most
    return bool(
        sized and 1 / _STRETCH < across / down < _STRETCH and np.linalg.det(matrix[:, :2]) > 0
    )


def refined(first: Any, second: Any, matrix: Any) -> Any:
    """The matrix after a search for the best correlation (ECC, Evangelidis and Psarakis 2008); as it
    was where the search does not converge. Pictures in grey, float32."""
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 50, 1e-5)
    try:
        _, better = cv2.findTransformECC(first, second, matrix.copy(), cv2.MOTION_AFFINE, criteria)
    except cv2.error:
        return matrix
    return better
