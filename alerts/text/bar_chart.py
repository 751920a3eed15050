"""条形图: horizontal bars as a picture, for bulletins and reports.

A picture of the same size and bytes for the same rows on a machine, so that an approval's hash holds.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.text.typeface import Typeface

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH_MM = 156
"""Millimetres between the side margins of the document's page (GB/T 9704-2012 §5.2.1)."""
_DOT = 12
"""Dots for each millimetre: what a printer of 300 dpi resolves."""
_WIDTH = WIDTH_MM * _DOT
_HEAD, _BAR, _STEP = 11 * _DOT, 3 * _DOT, 4 * _DOT
"""Dots, chosen by hand: the height of the legend, of one bar, and of the gap between two rows."""
_LABELS = 58 * _DOT
"""Dots from the left edge at which the bars start, chosen by hand."""
_VALUES = 16 * _DOT
"""Dots for a figure behind the longest bar, chosen by hand."""
_TEXT, _SMALL = 44, 36
"""Letters of 10.5 and 8.6 points, in dots."""
_LONGEST = 60
"""Characters of a label that are measured before it is cut to its room; chosen by hand."""
_INK, _SOFT = "#1a1a1a", "#666666"
COLOURS = ("#b3121d", "#a8adb5")
"""Of the first and the second bar of a row."""


@dataclass(frozen=True, kw_only=True)
class Bars:
    """One row of the chart: a label and a bar for each series."""

    name: str
    values: tuple[float, ...]
    under: str = ""
    """A second, smaller line of the label."""


def draw_bars(rows: Sequence[Bars], series: Sequence[str], face: Typeface) -> bytes:
    """A PNG with one bar a row for each of one or two series, whose names stand on top."""
    from PIL import Image, ImageDraw

    text, small = _font(face, _TEXT), _font(face, _SMALL)
    high = _STEP * (2 if any(row.under for row in rows) else len(series)) + 4 * _DOT
    picture = Image.new("RGB", (_WIDTH, _HEAD + high * len(rows) + _DOT), "white")
    drawing = ImageDraw.Draw(picture)
    most = max((value for row in rows for value in row.values), default=0) or 1
    _draw_legend(drawing, series, text)
    for place, row in enumerate(rows):
        top = _HEAD + place * high
        middle = top + (len(series) * _STEP + 2 * _DOT) / 2
        _write(drawing, (0, top + 3 * _DOT if row.under else middle), _fit(row.name, text), text)
        _write(drawing, (0, top + 7.5 * _DOT), _fit(row.under, small), small, _SOFT)
        for number, value in enumerate(row.values):
            at = top + 1.5 * _DOT + number * _STEP
            _draw_bar(drawing, at, value, most, COLOURS[number], small)
    drawing.line((_LABELS, _HEAD, _LABELS, picture.height - _DOT), fill=_INK, width=2)
    held = io.BytesIO()
    picture.quantize(32, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
    return held.getvalue()


def _font(face: Typeface, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The plain layout engine: the other one is not there on every machine.
    return ImageFont.truetype(face.path, size, face.index, layout_engine=ImageFont.Layout.BASIC)


def _draw_legend(drawing: ImageDraw, series: Sequence[str], font: FreeTypeFont) -> None:
    left = _LABELS
    for colour, name in zip(COLOURS, series, strict=False):
        drawing.rectangle((left, 3 * _DOT, left + _BAR, 3 * _DOT + _BAR), fill=colour)
        _write(drawing, (left + 1.5 * _BAR, 4.5 * _DOT), name, font)
        left += round(2.5 * _BAR + font.getlength(name))


def _draw_bar(
    drawing: ImageDraw, top: float, value: float, most: float, colour: str, font: FreeTypeFont
) -> None:
    end = _LABELS + (_WIDTH - _LABELS - _VALUES) * value / most
    if value:
        drawing.rectangle((_LABELS, top, end, top + _BAR), fill=colour)
    _write(drawing, (end + _DOT, top + _BAR / 2), f"{value:g}", font)


def _write(
    drawing: ImageDraw, place: tuple[float, float], words: str, font: FreeTypeFont, ink: str = _INK
) -> None:
    drawing.text(place, words, fill=ink, font=font, anchor="lm")


def _fit(words: str, font: FreeTypeFont) -> str:
    """A label cut to its room, with an ellipsis."""
    whole = " ".join(words.split())
    cut = whole[:_LONGEST]
    while font.getlength(cut + "…" * (cut != whole)) > _LABELS - 2 * _DOT:
        cut = cut[:-1]
    return cut + "…" * (cut != whole)
