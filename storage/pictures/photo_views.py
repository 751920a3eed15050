"""Views within a photo (照片中的画面): what an officer brings holds the picture, and more around it.

A screenshot has the picture between lines of the page; a photo of a screen, a print or a pack has it slanted on some
ground. Blocks between plain rows and four-sided sheets are cut out and set upright, so that they can be
compared like any picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from PIL import Image

_SIDE = 800
"""Pixels of the longer side of the photo in which views are looked for; this and the following are chosen by
hand on drawn photos and on screenshots."""
_MOST = 12
"""Views of one photo, the largest."""
_LEAST_SHARE, _MOST_SHARE = 0.06, 0.97
"""Shares of the photo's area that a view has."""
_LEAST_SIDE = 64
"""Pixels of a view's shorter side."""
_PLAIN, _SPOTS = 24, 0.01
"""Steps of a colour (of 255) within which a row of pixels is plain, and the share of its pixels that may be other."""
_GAP = 0.01
"""Share of the photo's height up to which plain rows part no block: they lie within the picture."""
_OFF_GROUND = 14.0
"""Distance in Lab from the colour of the photo's edge from which a pixel is no ground."""
_CORNERS = (0.01, 0.02, 0.03, 0.05, 0.08)
"""Shares of the outline's length by which a four-sided outline may differ from it."""
_FILLED = 0.85
"""Share of an upright or turned box that an outline without four corners fills."""
_SAME_PLACE = 0.02
"""Share of the photo's longer side within which two views are one."""


def photo_views(photo: Image.Image) -> list[Image.Image]:
    """Upright cuttings of a photo in RGB that may be pictures, the largest first; without the photo itself."""
    small = photo.copy()
    small.thumbnail((_SIDE, _SIDE))
    pixels = np.ascontiguousarray(np.asarray(small))
    corners: list[Any] = []
    for quad in sorted((*_blocks(pixels), *_sheets(pixels)), key=lambda q: -cv2.contourArea(q)):
        if _is_view(quad, pixels) and not _is_repeated(quad, corners, max(pixels.shape[:2])):
            corners.append(quad)
    return [Image.fromarray(_upright(pixels, quad)) for quad in corners[:_MOST]]


def _is_view(quad: Any, pixels: Any) -> bool:
    height, width = pixels.shape[:2]
    share = cv2.contourArea(quad) / (height * width)
    return bool(_LEAST_SHARE <= share <= _MOST_SHARE and min(_sides(quad)) >= _LEAST_SIDE)


def _is_repeated(quad: Any, corners: list[Any], side: int) -> bool:
    return any(float(np.abs(quad - earlier).max()) < _SAME_PLACE * side for earlier in corners)


def _blocks(pixels: Any) -> Iterator[Any]:
    """Corners of the blocks between plain rows, each without plain borders."""
    height, width = pixels.shape[:2]
    rows = np.flatnonzero(~_plain_rows(pixels))
    if not len(rows):
        return
    ends = np.flatnonzero(np.diff(rows) > max(1, int(_GAP * height)))
    tops, bottoms = rows[[0, *(ends + 1)]], rows[[*ends, len(rows) - 1]] + 1
    for top, bottom in zip(tops, bottoms, strict=True):
        columns = np.flatnonzero(~_plain_rows(pixels[top:bottom].transpose(1, 0, 2)))
        left, right = (columns[0], columns[-1] + 1) if len(columns) else (0, width)
        yield np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _plain_rows(pixels: Any) -> Any:
    """Which rows are of one colour, bool of shape (height,)."""
    colour = np.median(pixels, axis=1, keepdims=True)
    differs = (np.abs(pixels.astype(np.int16) - colour.astype(np.int16)) > _PLAIN).any(axis=2)
    return differs.mean(axis=1) <= _SPOTS


def _sheets(pixels: Any) -> Iterator[Any]:
    """Corners of four-sided sheets that differ from the ground, are brighter than it, or have an edge."""
    for mask in _masks(pixels):
        outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:3]:
            quad = _four_corners(cv2.convexHull(outline))
            if quad is not None:
                yield quad


def _masks(pixels: Any) -> Iterator[Any]:
    blurred = cv2.GaussianBlur(pixels, (5, 5), 0)
    lab = cv2.cvtColor(blurred, cv2.COLOR_RGB2LAB).astype(np.float32)
    edge = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    distance = np.linalg.norm(lab - np.median(edge, axis=0), axis=2)
    closing = np.ones((7, 7), np.uint8)
    yield cv2.morphologyEx((distance > _OFF_GROUND).astype(np.uint8), cv2.MORPH_CLOSE, closing)
    grey = cv2.cvtColor(blurred, cv2.COLOR_RGB2GRAY)
    yield cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    yield cv2.dilate(cv2.Canny(grey, 40, 120), np.ones((3, 3), np.uint8))


def _four_corners(hull: Any) -> Any:
    """float32 of shape (4, 2), clockwise from the upper left; None where an outline has no four corners."""
    length = cv2.arcLength(hull, True)
    for share in _CORNERS:
        outline = cv2.approxPolyDP(hull, share * length, True)
        if len(outline) == 4:
            return _clockwise(outline[:, 0].astype(np.float32))
    box = cv2.minAreaRect(hull)
    if cv2.contourArea(hull) < _FILLED * box[1][0] * box[1][1]:
        return None
    return _clockwise(cv2.boxPoints(box).astype(np.float32))


def _clockwise(quad: Any) -> Any:
    turned = quad[np.argsort(np.arctan2(*(quad - quad.mean(axis=0)).T[::-1]))]
    return np.roll(turned, -int(np.argmin(turned.sum(axis=1))), axis=0)


def _sides(quad: Any) -> tuple[float, float]:
    """Width and height: the means of opposite edges."""
    lengths = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1)
    return float(lengths[0] + lengths[2]) / 2, float(lengths[1] + lengths[3]) / 2


def _upright(pixels: Any, quad: Any) -> Any:
    """What lies within the corners, set upright."""
    width, height = (round(side) for side in _sides(quad))
    sheet = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, sheet)
    return cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR)
