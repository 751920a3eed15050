"""Comparison (逐点比对): what lies where a registered picture was placed, beside that picture.

The registered grey is fitted by the picture's three colours, so that another ink, a negative, or
ink as light as its ground makes no difference; the fitted form is then correlated with the
registered one, as a whole and in cells, for a covered part spoils its own cells alone. Before
that the plane is aligned by the enhanced correlation coefficient (Evangelidis & Psarakis 2008).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.pictures.logos.features import Floats, Pixels
from classifiers.pictures.logos.placements import Placement, Plane
from classifiers.pictures.logos.registered_logo import RegisteredLogo

_CELL = 16
"""Pixels of a cell's side in the small form; chosen by hand."""
_MARKED = 25.0
"""Deviation of grey (of 255) from which a cell holds part of the sign; chosen by hand."""
_AGREES = 0.6
"""Correlation from which a cell agrees; chosen by hand on drawn logos."""
_NOISE = 4.0
"""Variance added to each colour, so that the fit makes no sign of noise."""
_WORTH_ALIGNING = 0.3
"""Correlation below which a plane is not worth aligning; chosen by hand."""
_STEPS, _ENOUGH, _BLUR = 30, 1e-4, 1.5
"""Most steps of the alignment, its gain at which it ends, and pixels by which both are blurred."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LogoComparison:
    """How well a picture bears a registered one in one place."""

    logo: RegisteredLogo
    plane: Plane
    agreeing: int
    """Features that agree on the place."""
    correlation: float
    """Of the whole, -1..1."""
    cells: float
    """Share of the cells with part of the sign that agree, 0..1."""
    median_cell: float
    """Correlation of the middle one of these cells: under a cover the others agree wholly."""
    inside: float
    """Correlation within the sign's outline alone, -1..1: many signs share a round or square outline;
    1 where nothing is drawn within it."""
    corners: Floats
    """float32 of shape (4, 2): where the corners of the sign lie, clockwise from the upper left."""

    @property
    def likeness(self) -> float:
        """0..1, the lesser of both."""
        return max(0.0, min(self.correlation, self.cells))


def compare(placement: Placement, picture: Pixels, *, align: bool) -> LogoComparison:
    """Compare what lies at a placement; with `align` the plane is improved first, which takes
    ten times as long."""
    logo, plane = placement.logo, placement.plane
    fitted = _fitted(logo, plane, picture)
    correlation = correlation_of(fitted, logo.small)
    if align and correlation >= _WORTH_ALIGNING:
        better = _aligned(logo, plane, fitted)
        better_fitted = _fitted(logo, better, picture)
        better_correlation = correlation_of(better_fitted, logo.small)
        if better_correlation > correlation:
            plane, fitted, correlation = better, better_fitted, better_correlation
    cells = _cells(fitted, logo.small)
    return LogoComparison(
        logo=logo,
        plane=plane,
        agreeing=placement.agreeing,
        correlation=correlation,
        cells=float((cells >= _AGREES).mean()),
        median_cell=float(np.median(cells)),
        inside=_inside(fitted, logo.grey),
        corners=_corners(logo, plane),
    )


def correlation_of(first: Floats, second: Floats) -> float:
    """Pearson's correlation of two forms; 0 where one is flat."""
    first, second = first - first.mean(), second - second.mean()
    size = float(np.sqrt((first * first).sum() * (second * second).sum()))
    return float((first * second).sum()) / size if size > 1e-3 else 0.0


def _fitted(logo: RegisteredLogo, plane: Plane, picture: Pixels) -> Floats:
    """The registered grey as the picture's colours give it, in the place of the plane."""
    import cv2

    height, width = logo.small.shape
    colours = cv2.warpPerspective(
        picture,
        plane @ logo.to_cutting,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    table = colours.reshape(-1, 3).astype(np.float64)
    table -= table.mean(axis=0)
    grey = logo.small.reshape(-1) - logo.small.mean()
    covariance = table.T @ table + np.eye(3) * _NOISE * len(table)
    weights = np.linalg.solve(covariance, table.T @ grey)
    return (table @ weights).reshape(height, width).astype(np.float32)


def _aligned(logo: RegisteredLogo, plane: Plane, fitted: Floats) -> Plane:
    import cv2

    ends = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _STEPS, _ENOUGH)
    try:
        _, warp = cv2.findTransformECC(
            cv2.GaussianBlur(logo.small, (0, 0), _BLUR),
            cv2.GaussianBlur(fitted, (0, 0), _BLUR),
            np.eye(3, dtype=np.float32),
            cv2.MOTION_HOMOGRAPHY,
            ends,
        )
    except cv2.error:  # it does not converge
        return plane
    inside = np.asarray(warp, np.float64)
    return np.asarray(plane @ logo.to_cutting @ inside @ np.linalg.inv(logo.to_cutting), np.float64)


def _cells(fitted: Floats, small: Floats) -> NDArray[np.float64]:
    """The correlation of each cell with part of the sign; a single 0 where none has."""
    height, width = small.shape
    parts = [
        (slice(top, top + _CELL), slice(left, left + _CELL))
        for top in range(0, height - _CELL + 1, _CELL)
        for left in range(0, width - _CELL + 1, _CELL)
    ]
    marked = [part for part in parts if float(small[part].std()) >= _MARKED]
    return np.array([correlation_of(fitted[part], small[part]) for part in marked] or [0.0])


def _inside(fitted: Floats, grey: Pixels) -> float:
    import cv2

    paper = float(np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])))
    ink = (np.abs(grey.astype(np.float32) - paper) > _INK).astype(np.uint8)
    outlines, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(ink), outlines, -1, 1, cv2.FILLED)
    eroded = cv2.erode(filled, np.ones((_RIM, _RIM), np.uint8), borderValue=0) > 0
    small = grey.astype(np.float32)
    if not eroded.any() or float(small[eroded].std()) < _DRAWN:
        return 1.0
    return correlation_of(fitted[eroded], small[eroded])


_INK = 60.0
"""Steps of grey by which ink differs from the paper in the small form; chosen by hand."""
_RIM = 9
"""Pixels of the square with which the inside is parted from the outline: a rim of four; chosen by hand."""
_DRAWN = 30.0
"""Deviation of grey within the outline from which something is drawn there; chosen by hand."""


def _corners(logo: RegisteredLogo, plane: Plane) -> NDArray[np.float32]:
    import cv2

    height, width = logo.small.shape
    sheet = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float32)
    return np.asarray(cv2.perspectiveTransform(sheet, plane @ logo.to_cutting)[:, 0], np.float32)
