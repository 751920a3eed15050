"""Placements (位置假设): where a registered picture may lie in another, as a flat plane.

Each pair of like features says by itself where, how large and how turned the whole would lie;
pairs that agree make a placement (the Hough vote of Lowe 2004, by counting agreement). A pair
counts once on either side: many features on one point are no agreement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.pictures.logos.features import Features, Floats, inverted
from classifiers.pictures.logos.registered_logo import SIDE, RegisteredLogo

Plane = NDArray[np.float64]
"""3 × 3: from pixels of the registered cutting to those of the picture."""

_NEIGHBOURS = 3
"""Like features in the picture that are tried for each registered one: signs repeat their parts."""
_LIKENESS = 0.75
"""Product of two descriptors from which they are a pair; chosen by hand on drawn logos."""
_MOST_PAIRS = 600
_MOST_VOTERS = 25
"""Pairs that vote, and those whose agreement is counted exactly; chosen by hand."""
_LEAST_PAIRS = 3
_OFF, _TURN, _OCTAVES = 0.10, 0.5, 0.7
"""How far agreeing pairs may differ: share of the sign's side, radians, doublings; chosen by hand, wide
enough for a bag seen at a slant."""
_REFINED_OFF = (0.08, 0.05)
"""Shares of the side within which pairs lie on a first and a second affine plane."""
_MOST_STRETCH = 2.0
"""Longer by shorter axis of an affine plane: more is no logo on goods that show their face."""
MOST_PLACEMENTS = 3
"""Placements of one picture in one polarity; chosen by hand."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Placement:
    """One plane with the pairs that agree on it."""

    logo: RegisteredLogo
    plane: Plane
    agreeing: int
    """Pairs of distinct features on both sides."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Pairs:
    """Pairs of like features, as many rows each."""

    number: NDArray[np.intp]
    """Of the registered feature."""
    source: Floats
    target: Floats


def placements_of(logo: RegisteredLogo, picture: Features) -> Iterator[Placement]:
    """The best placements, as the picture stands and as its negative."""
    if len(picture.points) < _LEAST_PAIRS:
        return
    descriptors = logo.descriptors
    for turn, polar in ((0.0, descriptors), (np.pi, inverted(descriptors))):
        pairs = _pairs(logo.points, polar, picture)
        if len(pairs.number) >= _LEAST_PAIRS:
            yield from _voted(logo, pairs, turn)


def _pairs(points: Floats, descriptors: Floats, picture: Features) -> _Pairs:
    likeness = descriptors @ picture.descriptors.T
    many = min(_NEIGHBOURS, likeness.shape[1])
    nearest = np.argpartition(-likeness, many - 1, axis=1)[:, :many]
    like = np.take_along_axis(likeness, nearest, axis=1)
    row, column = np.nonzero(like > _LIKENESS)
    best = np.argsort(-like[row, column])[:_MOST_PAIRS]
    number, counterpart = row[best], nearest[row, column][best]
    return _Pairs(number=number, source=points[number], target=picture.points[counterpart])


def _voted(logo: RegisteredLogo, pairs: _Pairs, turn: float) -> Iterator[Placement]:
    source, target = pairs.source, pairs.target
    angle = target[:, 3] - source[:, 3] + turn
    scale = target[:, 2] / source[:, 2]
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    x = source[None, :, 0] - source[:, None, 0]
    y = source[None, :, 1] - source[:, None, 1]
    off_x = target[:, None, 0] + cosine[:, None] * x - sine[:, None] * y - target[None, :, 0]
    off_y = target[:, None, 1] + sine[:, None] * x + cosine[:, None] * y - target[None, :, 1]
    turned = np.abs(np.angle(np.exp(1j * (angle[None] - angle[:, None]))))
    octaves = np.abs(np.log2(scale)[None] - np.log2(scale)[:, None])
    agrees = np.hypot(off_x, off_y) < (_OFF * SIDE * scale)[:, None]
    agrees &= (turned < _TURN) & (octaves < _OCTAVES)
    voters = np.argsort(-agrees.sum(axis=1))[:_MOST_VOTERS]
    counted = sorted(((_distinct(pairs, agrees[v]), -int(v)) for v in voters), reverse=True)
    centres: list[tuple[float, float, float]] = []
    for count, voter in counted:
        v = -voter
        if count < _LEAST_PAIRS or len(centres) >= MOST_PLACEMENTS:
            return
        plane = np.array(
            [
                [
                    cosine[v],
                    -sine[v],
                    target[v, 0] - cosine[v] * source[v, 0] + sine[v] * source[v, 1],
                ],
                [
                    sine[v],
                    cosine[v],
                    target[v, 1] - sine[v] * source[v, 0] - cosine[v] * source[v, 1],
                ],
                [0, 0, 1],
            ],
            np.float64,
        )
        centre = (*(plane @ _MIDDLE)[:2], float(scale[v]))
        if not any(_same_place(centre, previous) for previous in centres):
            centres.append(centre)
            yield Placement(logo=logo, plane=_refined(plane, pairs, agrees[v]), agreeing=count)


_MIDDLE = np.array([SIDE / 2, SIDE / 2, 1])


def _same_place(centre: tuple[float, float, float], previous: tuple[float, float, float]) -> bool:
    apart = np.hypot(centre[0] - previous[0], centre[1] - previous[1])
    return bool(
        apart < _OFF * SIDE * centre[2] and abs(np.log2(centre[2] / previous[2])) < _OCTAVES / 2
    )


def _distinct(pairs: _Pairs, agrees: NDArray[np.bool_]) -> int:
    """Agreeing features that are distinct on both sides; several angles of one place are one."""
    registered = {(round(x), round(y)) for x, y in pairs.source[agrees][:, :2].tolist()}
    target = {(round(x), round(y)) for x, y in pairs.target[agrees][:, :2].tolist()}
    return min(len(registered), len(target))


def _refined(plane: Plane, pairs: _Pairs, agrees: NDArray[np.bool_]) -> Plane:
    """An affine plane through the agreeing pairs, where they are enough and it is plausible."""
    import cv2

    for share in _REFINED_OFF:
        if _distinct(pairs, agrees) <= _LEAST_PAIRS:
            return plane
        off = share * SIDE * float(np.sqrt(abs(np.linalg.det(plane[:2, :2]))))
        source = np.ascontiguousarray(pairs.source[agrees][:, :2])
        target = np.ascontiguousarray(pairs.target[agrees][:, :2])
        affine, _ = cv2.estimateAffine2D(
            source, target, method=cv2.RANSAC, ransacReprojThreshold=off
        )
        if affine is None or not _is_plausible(np.asarray(affine, np.float64)):
            return plane
        plane = np.vstack([np.asarray(affine, np.float64), [0.0, 0.0, 1.0]])
        lands = pairs.source[:, :2] @ plane[:2, :2].T + plane[:2, 2]
        agrees = np.hypot(*(lands - pairs.target[:, :2]).T) < off
    return plane


def _is_plausible(affine: NDArray[np.float64]) -> bool:
    if np.linalg.det(affine[:, :2]) <= 0:
        return False
    longer, shorter = np.linalg.svd(affine[:, :2])[1]
    return bool(longer <= _MOST_STRETCH * max(shorter, 1e-6))
