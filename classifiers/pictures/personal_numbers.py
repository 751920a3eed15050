"""个人信息打码: lines of a picture that hold a number or an address of a person, and hiding them.

个人信息保护法 §6: personal data is handled only where it is needed; a mail to a right holder needs
none. OCR misreads single characters, so any run that could be a telephone number is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from classifiers.pictures.ocr import CutLine
from storage.base.personal.contact_search import mask

_LEAST_DIGITS = 7
"""Digits of the shortest telephone number: a landline without its area code."""
_DIGIT = "[0-9０-９OoQDIl|SB]"
"""A digit, or a letter that OCR takes one for."""
_RUN = re.compile(rf"(?:{_DIGIT}[\s\-—–_.·*()（）+]{{0,3}}){{{_LEAST_DIGITS},}}")
_DIGITS_IN_RUN = 5
"""True digits in a run, chosen by hand: fewer are a word of letters that look like digits."""
_ADDRESS = re.compile(r"[@＠]|\.c[o0]m\b.*邮|E-?mail", re.IGNORECASE)
_LABEL = re.compile(
    r"电话|手机|热线|致电|来电|微信|QQ|扣扣|联系(?:人|方式)|身份证|邮箱|\bTel\b|WeChat",
    re.IGNORECASE,
)
_GAP = 2.0
"""Heights of a line between two parts of one number; chosen by hand."""
_PADDING = 0.25
"""Heights of a line around what is hidden; chosen by hand."""
_COVER = (214, 219, 226)
"""Colour of what is hidden: a light grey."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    """Lines that stand beside one another."""

    text: str
    boxes: tuple[Box, ...]


def personal_boxes(lines: Sequence[CutLine]) -> list[Box]:
    """Where the picture shows what could be a number or an address of a person."""
    boxes: list[Box] = []
    for row in _rows(lines):
        if is_personal(row.text):
            boxes += [_padded(box) for box in row.boxes]
    return boxes


def is_personal(text: str) -> bool:
    """Could this line hold a telephone, identity, card or chat number, an e-mail address or a home's?"""
    runs = (match[0] for match in _RUN.finditer(text))
    has_number = any(sum(c.isdigit() for c in run) >= _DIGITS_IN_RUN for run in runs)
    return has_number or bool(_ADDRESS.search(text) or _LABEL.search(text)) or mask(text) != text


def cover(image: Image.Image, boxes: Sequence[Box]) -> None:
    """Paint over these parts of a picture, in place; nothing of what was there stays."""
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rectangle(box, fill=_COVER)


def _rows(lines: Sequence[CutLine]) -> list[_Row]:
    """Parts of one line side by side are read together: a number is often set in groups."""
    rows: list[_Row] = []
    for line in sorted(lines, key=lambda line: (line.box[0], line.box[1])):
        number = next((n for n, row in enumerate(rows) if _goes_on(row.boxes[-1], line.box)), None)
        if number is None:
            rows.append(_Row(text=line.text, boxes=(line.box,)))
        else:
            row = rows[number]
            rows[number] = _Row(text=f"{row.text} {line.text}", boxes=(*row.boxes, line.box))
    return rows


def _goes_on(left: Box, right: Box) -> bool:
    height = min(left[3] - left[1], right[3] - right[1])
    overlap = min(left[3], right[3]) - max(left[1], right[1])
    return overlap * 2 > height and -height < right[0] - left[2] < _GAP * height


def _padded(box: Box) -> Box:
    pad = max(2, round((box[3] - box[1]) * _PADDING))
    return box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad
