"""Product photographs, drawn from their name: the same name is the same picture, byte for byte."""

from __future__ import annotations

import hashlib
import io
import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

SIZE = 360
"""Pixels, both ways."""


@lru_cache(maxsize=256)
def draw_picture(name: str) -> bytes:
    """A PNG of coloured shapes that differs clearly from those of other names."""
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    dice = random.Random(seed)
    image = Image.new("RGB", (SIZE, SIZE), _colour(dice, low=170))
    pen = ImageDraw.Draw(image)
    for _ in range(14):
        left, top = dice.randrange(SIZE - 60), dice.randrange(SIZE - 60)
        box = (left, top, left + dice.randrange(40, 190), top + dice.randrange(40, 190))
        shape = dice.choice((pen.ellipse, pen.rectangle))
        shape(box, fill=_colour(dice), outline=_colour(dice, low=0, high=90), width=4)
    drawn = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(2)).save(drawn, "PNG", optimize=False)
    return drawn.getvalue()


def _colour(dice: random.Random, *, low: int = 40, high: int = 255) -> tuple[int, int, int]:
    return (dice.randint(low, high), dice.randint(low, high), dice.randint(low, high))
