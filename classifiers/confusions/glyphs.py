"""How alike two characters look when printed: both are rendered, blurred and compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/opentype/noto")
_SIMPLIFIED = 2
"""Index of the simplified Chinese face in Noto's collections."""
_SIZE, _MARGIN, _GRID, _BLUR = 40, 4, 24, 1.5

Pictures = NDArray[np.float32]


def pictures(characters: Sequence[str], font: str) -> Pictures:
    """One unit vector a character, the mean picture taken away so that plain density is no likeness."""
    face = ImageFont.truetype(str(FONTS / font), _SIZE, index=_SIMPLIFIED)
    drawn = np.stack([_draw(character, face) for character in characters])
    return unit_rows(drawn - drawn.mean(axis=0))


def whitened(rows: Pictures, axes: int = 200) -> Pictures:
    """The rows with common strokes weighed down and rare ones up, by half a whitening."""
    left, strength, _ = np.linalg.svd(rows, full_matrices=False)
    return unit_rows((left[:, :axes] * np.sqrt(strength[:axes])).astype(np.float32))


def unit_rows(rows: Pictures) -> Pictures:
    scaled: Pictures = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def _draw(character: str, face: ImageFont.FreeTypeFont) -> Pictures:
    side = _SIZE + 2 * _MARGIN
    sheet = Image.new("L", (side, side), 0)
    ImageDraw.Draw(sheet).text((_MARGIN, -1), character, font=face, fill=255)
    small = sheet.filter(ImageFilter.GaussianBlur(_BLUR)).resize(
        (_GRID, _GRID), Image.Resampling.BOX
    )
    return np.asarray(small, dtype=np.float32).ravel()
