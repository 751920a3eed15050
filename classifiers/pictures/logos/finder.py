"""Finding logos (图形标识查找): the registered pictures that lie in a listing's, and none besides.

A place counts only as a convex, plausible four-sided sheet on which the comparison agrees, and only
where no other right's picture fits it nearly as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from classifiers.pictures.logos.comparison import LogoComparison, compare
from classifiers.pictures.logos.features import Floats, Pixels, features_in_colour
from classifiers.pictures.logos.logo_index import LogoIndex
from classifiers.pictures.logos.placements import placements_of

_SIDE = 1000
"""Pixels of the longest side in which logos are looked for; chosen by hand."""
_LEAST_SIDE = 300
"""Pixels of the shorter side to which smaller pictures are enlarged; chosen by hand."""
_COMPARED, _ALIGNED = 40, 5
"""Placements of one picture that are compared, the most agreed first, and those of them that are
aligned; chosen by hand."""
_CORRELATION, _CELLS, _MEDIAN, _INSIDE = 0.8, 0.66, 0.87, 0.5
"""Correlation of the whole, share of agreeing cells, correlation of the middle cell and of what is drawn
within the outline, from which a logo is there. Measured by benchmarks.pictures on seeds 1 and 2: a logo
covered by a third has at least .85, .66, .90 and .58; strangers with the same outline reach .84, .86, .79
and .88, or .83, .71, .97 and .26, but no stranger all four."""
_SEVERAL, _NEARLY_ALL = 5, 0.9
"""Agreeing features from which that is enough, and the correlation from which fewer are; measured by
benchmarks.pictures."""
_LEAST_EDGE = 36.0
"""Pixels of the shortest edge of a sheet: smaller ones are letters and dots; measured by
benchmarks.pictures, where all strange placements of high correlation lie below 30."""
_EDGES, _SHAPE, _CORNER = 1.6, 1.7, 0.6
"""Most by which opposite edges, and height to width against the registered, may differ as factors, and
the least sine of a corner: goods seen at up to some 45 degrees; chosen by hand."""
_CLEAR = 1.5
"""How many times farther from full likeness another right's picture must lie in the same place."""


@dataclass(frozen=True, kw_only=True)
class FoundLogo:
    """One registered picture in a picture."""

    rights: tuple[str, ...]
    """Rights that register it."""
    registered: str
    """SHA-256 of the registered picture's file."""
    agreeing: int
    """Local features that agree on the place."""
    likeness: float
    """0..1: the lesser of correlation and share of agreeing cells."""
    box: tuple[int, int, int, int]
    """Left, top, right, bottom in pixels of the picture."""


def logos_in(picture: Pixels, index: LogoIndex) -> tuple[FoundLogo, ...]:
    """The registered pictures that lie in a picture, uint8 of shape (height, width, 3) in blue, green,
    red; the likeliest first."""
    if not index.logos or min(picture.shape[:2]) < 1:
        return ()
    scaled, scale = _scaled(picture)
    plausible = [match for match in _compared(scaled, index) if is_plausible(match)]
    matches = [match for match in plausible if is_borne(match)]
    borne: list[LogoComparison] = []
    for match in sorted(matches, key=lambda match: -match.likeness):
        if not _is_repeated(match, borne) and not _is_contested(match, plausible):
            borne.append(match)
    return tuple(_in_picture(match, scale, picture) for match in borne)


def is_borne(match: LogoComparison) -> bool:
    """Whether the picture bears the registered one in this place."""
    return (
        match.correlation >= _CORRELATION
        and match.cells >= _CELLS
        and match.median_cell >= _MEDIAN
        and match.inside >= _INSIDE
        and (match.agreeing >= _SEVERAL or _tells_much(match))
    )


def _tells_much(match: LogoComparison) -> bool:
    """Whether few agreeing features are enough: nearly all agrees, and there is something to agree within the
    outline. A bare outline, as a slanted bar, lies wherever a table meets a wall."""
    return match.correlation >= _NEARLY_ALL and match.inside < 1


def is_plausible(match: LogoComparison) -> bool:
    """Whether the place is a sheet that a camera could see: convex, large enough, little slanted."""
    edges = np.roll(match.corners, -1, axis=0) - match.corners
    lengths = np.hypot(edges[:, 0], edges[:, 1])
    if not np.isfinite(lengths).all() or lengths.min() < _LEAST_EDGE * _narrow(match):
        return False
    following, next_lengths = np.roll(edges, -1, axis=0), np.roll(lengths, -1)
    corners = (edges[:, 0] * following[:, 1] - edges[:, 1] * following[:, 0]) / (
        lengths * next_lengths
    )
    height, width = match.logo.grey.shape
    shape = (lengths[0] + lengths[2]) / width / ((lengths[1] + lengths[3]) / height)
    opposite = max(_apart(lengths[0], lengths[2]), _apart(lengths[1], lengths[3]))
    return bool(corners.min() >= _CORNER and opposite <= _EDGES and 1 / _SHAPE <= shape <= _SHAPE)


def _narrow(match: LogoComparison) -> float:
    height, width = match.logo.grey.shape
    return float(min(height, width) / max(height, width))


def _apart(length: float, opposite: float) -> float:
    return float(max(length / opposite, opposite / length))


def _compared(picture: Pixels, index: LogoIndex) -> Iterator[LogoComparison]:
    features = features_in_colour(picture)
    placements = [
        placement for logo in index.likely(features) for placement in placements_of(logo, features)
    ]
    placements.sort(key=lambda placement: -placement.agreeing)
    quick = [(compare(p, picture, align=False), p) for p in placements[:_COMPARED]]
    quick.sort(key=lambda pair: -pair[0].correlation)
    for _, placement in quick[:_ALIGNED]:
        yield compare(placement, picture, align=True)


def _is_repeated(match: LogoComparison, borne: list[LogoComparison]) -> bool:
    """Whether this registered picture was found, or another of the same right in the same place: of a
    sign registered in black and in colours the likelier one is told."""
    centre = match.corners.mean(axis=0)
    return any(
        match.logo.rights == earlier.logo.rights
        and (match.logo is earlier.logo or _surrounds(earlier.corners, centre))
        for earlier in borne
    )


def _is_contested(match: LogoComparison, plausible: list[LogoComparison]) -> bool:
    """Whether another right's picture fits the same place nearly as well."""
    centre = match.corners.mean(axis=0)
    return any(
        rival.logo.rights != match.logo.rights
        and 1 - rival.likeness < _CLEAR * (1 - match.likeness)
        and _surrounds(rival.corners, centre)
        for rival in plausible
    )


def _surrounds(corners: Floats, point: Floats) -> bool:
    return bool((corners.min(axis=0) <= point).all() and (point <= corners.max(axis=0)).all())


def _scaled(picture: Pixels) -> tuple[Pixels, float]:
    """The picture in a size in which logos are looked for, and how many times larger it is."""
    import cv2

    longest, shortest = max(picture.shape[:2]), min(picture.shape[:2])
    scale = min(_SIDE / longest, max(1.0, _LEAST_SIDE / shortest))
    if scale == 1.0:
        return picture, 1.0
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(
        cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way), np.uint8
    ), scale


def _in_picture(match: LogoComparison, scale: float, picture: Pixels) -> FoundLogo:
    height, width = picture.shape[:2]
    left, top = match.corners.min(axis=0) / scale
    right, bottom = match.corners.max(axis=0) / scale
    return FoundLogo(
        rights=match.logo.rights,
        registered=match.logo.sha256,
        agreeing=match.agreeing,
        likeness=round(match.likeness, 4),
        box=(
            max(0, int(left)),
            max(0, int(top)),
            min(width, int(right) + 1),
            min(height, int(bottom) + 1),
        ),
    )
