"""Continued print (续印): whether one picture has a character more than another at the end of a line of print.

A name that begins another one (晨露, 晨露泉) stands in the other's pack edge by edge, as an original stands in
its copy under a seller's mark. But a mark lies anywhere, in an ink and a height of its own; a name goes on
beside its characters, between the same lines and in the same ink.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

# Chosen by hand on benchmarks.pictures, `layout` and `same`, seeds 1–3; pixels are those of a small copy.
_ADDED = 8.0
"""Strength (steps of grey a pixel) from which an edge that the other picture has not is an added one."""
_GAP = 5
"""Pixels between strokes of one character, which are joined."""
_LEAST_SIDE, _MOST_SIDE = 7, 64
"""Pixels of a side of an added character."""
_LEAST_NEW = 0.6
"""Share of the edges within an added character that the other picture has not: residues along edges that
both have reach half."""
_REACH = 1.3
"""Heights of the character within which its neighbour stands."""
_OUT_OF_LINE = 0.2
"""Share of the height by which the neighbour may begin or end elsewhere: 一 and 国 are not compared."""
_FAINT_ROW, _ROW_GAP = 0.2, 2
"""Share of the mean edges of the line's rows below which a row is a gap, and rows of a gap within a character."""
_AS_STRONG = 0.5
"""Share of the greater strength of edges, and of the greater contrast, that the lesser one has at least."""
_OTHER_INK = 0.15
"""Angle in Lab, radians, from which two inks on their grounds are other ones: grey and a red lie 0.23 apart."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""


def continues_print(pixels: Any, strength: Any, standing: Any, inside: Any) -> bool:
    """Whether what a picture has beyond the other continues a line of print that both have.

    `pixels` is the picture, uint8 (height, width, 3) in RGB; `strength` that of its edges and `standing` what
    of it stands in the other picture, float32 (height, width), steps of grey a pixel; `inside`
    where the two overlap, bool."""
    added = np.where(inside, np.maximum(strength - standing, 0), 0)
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)
    across = (added, standing, lab)
    down = (added.swapaxes(0, 1), standing.swapaxes(0, 1), lab.swapaxes(0, 1))
    boxes = list(_characters(added, strength))
    return any(
        _in_line(*maps, box, beside)
        for maps, boxes_of in ((across, boxes), (down, map(_turned, boxes)))
        for box in boxes_of
        for beside in _beside(box, maps[0].shape)
    )


def _characters(added: Any, strength: Any) -> Iterator[Box]:
    """Boxes of what was added, of the size of characters and hardly with edges that both pictures have."""
    mask = cv2.morphologyEx(
        (added > _ADDED).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8)
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    for label, (left, top, width, height, _) in enumerate(stats.tolist()):
        if not label or max(width, height) > _MOST_SIDE * 3 or min(width, height) < _LEAST_SIDE:
            continue
        part = np.s_[top : top + height, left : left + width]
        inked = labels[part] == label
        if added[part][inked].sum() >= _LEAST_NEW * strength[part][inked].sum():
            yield left, top, left + width, top + height


def _turned(box: Box) -> Box:
    left, top, right, bottom = box
    return top, left, bottom, right


def _beside(box: Box, shape: tuple[int, ...]) -> Iterator[Box]:
    """Where the character before and the one behind would stand in a line, one height above and below too."""
    left, top, right, bottom = box
    height = bottom - top
    reach = int(height * _REACH)
    upper, lower = max(0, top - height // 2), min(shape[0], bottom + height // 2)
    if left > height // 2:
        yield max(0, left - reach), upper, left, lower
    if shape[1] - right > height // 2:
        yield right, upper, min(shape[1], right + reach), lower


def _in_line(added: Any, standing: Any, lab: Any, box: Box, beside: Box) -> bool:
    """Whether what stands beside in both pictures has the height, the strength and the ink of the box."""
    left, top, right, bottom = beside
    begins, ends = _line(standing[top:bottom, left:right].sum(axis=1), box[1] - top, box[3] - top)
    begins, ends = begins + top, ends + top
    height = box[3] - box[1]
    if max(abs(begins - box[1]), abs(ends - box[3])) > max(2, _OUT_OF_LINE * height):
        return False
    character = (slice(box[1], box[3]), slice(box[0], box[2]))
    near = (slice(begins, ends), slice(left, right))
    if standing[near].mean() < _AS_STRONG * added[character].mean():
        return False
    ground = np.median(lab[top:bottom, left:right].reshape(-1, 3), axis=0)
    inks = _ink(lab[character], ground), _ink(lab[near], ground)
    lengths = [float(np.linalg.norm(ink)) for ink in inks]
    if min(lengths) < _AS_STRONG * max(lengths):
        return False
    apart = np.linalg.norm(inks[0] / lengths[0] - inks[1] / lengths[1])
    return float(apart) < _OTHER_INK


def _line(rows: Any, top: int, bottom: int) -> tuple[int, int]:
    """Where the line of print begins and ends in which rows `top` to `bottom` lie, by the edges of each row:
    as far as no gap is."""
    is_print = rows > _FAINT_ROW * rows[top:bottom].mean()
    middle = (top + bottom) // 2
    above, below = (
        _without_gap(part)
        for part in (is_print[:middle][::-1].tolist(), is_print[middle:].tolist())
    )
    return middle - above, middle + below


def _without_gap(rows: list[bool]) -> int:
    """How far print reaches from the first row on."""
    reach = 0
    for place, is_print in enumerate(rows, start=1):
        if is_print:
            reach = place
        elif place - reach > _ROW_GAP:
            break
    return reach


def _ink(lab: Any, ground: Any) -> Any:
    """From the ground to what lies farthest from it, Lab: the mean of the tenth of the pixels that does. Thin
    strokes are pale in a small copy, so that the way counts and not the colour."""
    apart = lab.reshape(-1, 3) - ground
    farthest = np.argsort(np.linalg.norm(apart, axis=1))[-max(4, len(apart) // 10) :]
    return apart[farthest].mean(axis=0) + 1e-6
