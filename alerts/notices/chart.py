"""热点对比图: the counts of a risk warning beside their usual level, as horizontal bars.

A picture of the same size and bytes for the same rows on a machine, so that an approval's hash holds.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from alerts.notices.typeface import Typeface

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH_MM = 156
"""Between the side margins of the document's page."""
_DOT = 12
"""Dots a millimetre: what a printer of 300 dpi resolves."""
_WIDTH = WIDTH_MM * _DOT
_HEAD, _ROW, _BAR = 11 * _DOT, 12 * _DOT, 3 * _DOT
_LABELS = 58 * _DOT
"""Where the bars start."""
_VALUES = 16 * _DOT
"""Room for a figure behind the longest bar."""
_TEXT, _SMALL = 44, 36
"""Letters of 10.5 and 8.6 points, in dots."""
_LONGEST = 60
"""Letters of a label that are looked at before it is cut to its room."""
_INK, _SOFT, _NOW, _USUAL = "#1a1a1a", "#666666", "#b3121d", "#a8adb5"


def draw_chart(rows: Sequence[Mapping[str, Any]], face: Typeface) -> bytes:
    """A PNG with two bars a row: this period's count (本期) and the usual level (同期常值)."""
    from PIL import Image, ImageDraw

    text, small = _font(face, _TEXT), _font(face, _SMALL)
    picture = Image.new("RGB", (_WIDTH, _HEAD + _ROW * len(rows) + _DOT), "white")
    drawing = ImageDraw.Draw(picture)
    most = max((max(float(row["count"]), float(row["usual"])) for row in rows), default=0) or 1
    _draw_legend(drawing, text)
    for place, row in enumerate(rows):
        top = _HEAD + place * _ROW
        name = f"{row['region']}　{row['goods']}"
        _write(drawing, (0, top + 3 * _DOT), _fit(name, text), text, _INK)
        _write(drawing, (0, top + 7.5 * _DOT), _fit(str(row["platform"]), small), small, _SOFT)
        _draw_bar(drawing, top + 1.5 * _DOT, float(row["count"]), most, _NOW, small)
        _draw_bar(drawing, top + 5.5 * _DOT, float(row["usual"]), most, _USUAL, small)
    drawing.line((_LABELS, _HEAD, _LABELS, picture.height - _DOT), fill=_INK, width=2)
    held = io.BytesIO()
    picture.quantize(32, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
    return held.getvalue()


def describe_chart(rows: Sequence[Mapping[str, Any]]) -> str:
    """The same figures in words, for readers who cannot see the picture."""
    said = (
        f"{row['region']}{row['goods']}{row['count']}条（常值{float(row['usual']):g}条）"
        for row in rows
    )
    return "热点数量对比图：" + "，".join(said)


def _font(face: Typeface, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The plain layout engine: the other one is not there on every machine.
    return ImageFont.truetype(face.path, size, face.index, layout_engine=ImageFont.Layout.BASIC)


def _draw_legend(drawing: ImageDraw, font: FreeTypeFont) -> None:
    left = _LABELS
    for colour, name in ((_NOW, "本期（条）"), (_USUAL, "同期常值（条）")):
        drawing.rectangle((left, 3 * _DOT, left + _BAR, 3 * _DOT + _BAR), fill=colour)
        _write(drawing, (left + 1.5 * _BAR, 4.5 * _DOT), name, font, _INK)
        left += round(2.5 * _BAR + font.getlength(name))


def _draw_bar(
    drawing: ImageDraw, top: float, value: float, most: float, colour: str, font: FreeTypeFont
) -> None:
    end = _LABELS + (_WIDTH - _LABELS - _VALUES) * value / most
    if value:
        drawing.rectangle((_LABELS, top, end, top + _BAR), fill=colour)
    _write(drawing, (end + _DOT, top + _BAR / 2), f"{value:g}", font, _INK)


def _write(
    drawing: ImageDraw, place: tuple[float, float], words: str, font: FreeTypeFont, ink: str
) -> None:
    drawing.text(place, words, fill=ink, font=font, anchor="lm")


def _fit(words: str, font: FreeTypeFont) -> str:
    """A label cut to its room, with an ellipsis."""
    whole = " ".join(words.split())
    cut = whole[:_LONGEST]
    while font.getlength(cut + "…" * (cut != whole)) > _LABELS - 2 * _DOT:
        cut = cut[:-1]
    return cut + "…" * (cut != whole)
