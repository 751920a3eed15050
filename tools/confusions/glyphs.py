"""How alike two characters look when printed: by where strokes of which direction run.

Both are rendered; the gradients of the picture are counted by direction in a grid of cells
(histograms of oriented gradients), which forgives a stroke that is a little longer or elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/opentype/noto")
_SIMPLIFIED = 2
"""Index of the simplified Chinese face in Noto's collections."""
_SIZE, _MARGIN, _SIDE = 40, 4, 48
"""Pixels: size of the type, left margin, side of the square picture."""
_DIRECTIONS, _CELLS, _SPREAD = 4, 12, 1.5
"""Directions that are distinguished, cells a side, and pixels by which a stroke may lie off; by hand."""

Pictures = NDArray[np.float32]
"""float32 of shape (characters, height, width), or (characters, features)."""


def strokes_by_place(characters: Sequence[str], font: str, blur: float) -> Pictures:
    """One unit vector a character, the mean taken away so that plain density is no likeness."""
    face = ImageFont.truetype(str(FONTS / font), _SIZE, index=_SIMPLIFIED)
    drawn = np.stack([_draw(character, face, blur) for character in characters])
    across, down = np.gradient(drawn, axis=2), np.gradient(drawn, axis=1)
    ink = np.hypot(across, down)
    turn = (np.arctan2(down, across) % np.pi) / np.pi * _DIRECTIONS
    angle: Pictures = turn.astype(np.float32)
    parts = [_in_cells(ink * _share(angle, direction)) for direction in range(_DIRECTIONS)]
    rows: Pictures = np.sqrt(np.concatenate(parts, axis=1))
    centred: Pictures = rows - rows.mean(axis=0)
    return _unit_rows(centred)


def _share(angle: Pictures, direction: int) -> Pictures:
    """How much each pixel runs in one direction; a direction between two counts for both."""
    half = _DIRECTIONS / 2
    away = np.abs((angle - direction + half) % _DIRECTIONS - half)
    share: Pictures = np.clip(1 - away, 0, 1)
    return share


def _in_cells(pixels: Pictures) -> Pictures:
    from scipy.ndimage import gaussian_filter

    step = _SIDE // _CELLS
    spread = gaussian_filter(pixels, (0, _SPREAD, _SPREAD))
    cells: Pictures = spread.reshape(len(spread), _CELLS, step, _CELLS, step).sum(axis=(2, 4))
    return cells.reshape(len(cells), -1)


def _unit_rows(rows: Pictures) -> Pictures:
    scaled: Pictures = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def _draw(character: str, face: ImageFont.FreeTypeFont, blur: float) -> Pictures:
    sheet = Image.new("L", (_SIDE, _SIDE), 0)
    ImageDraw.Draw(sheet).text((_MARGIN, -1), character, font=face, fill=255)
    return np.asarray(sheet.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float32)
