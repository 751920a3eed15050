"""Columns of vertical text (竖排): told by the shape of their boxes, read from right to left.

A reader of lines puts what stands side by side from left to right: a mark printed in two columns would come
out with its second half first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""
T = TypeVar("T")

_TALL = 1.5
"""Heights in widths from which a box of several characters is a column: from there on RapidOCR turns it."""
_APART = 2.0
"""Widths of the narrower one that two columns of one text stand apart at most; chosen by hand."""
_ALIKE = 1.6
"""Widths in which two columns of one text differ at most; chosen by hand."""
_SHARED = 0.5
"""Share of the shorter column beside which the other one stands, at least; chosen by hand."""


def in_reading_order(lines: Sequence[tuple[T, str, Box]]) -> list[T]:
    """Lines, each with its text and box, in their order, but columns beside each other from right to left
    (GB/T 15834 for vertical text)."""
    waiting = list(lines)
    ordered: list[T] = []
    while waiting:
        group = [waiting.pop(0)]
        grown = _is_column(group[0])
        while grown:
            beside = [
                line
                for line in waiting
                if _is_column(line)
                and any(_belong_together(line[2], member[2]) for member in group)
            ]
            group += beside
            waiting = [line for line in waiting if line not in beside]
            grown = bool(beside)
        ordered += [line for line, _, _ in sorted(group, key=lambda line: _place(line[2], group))]
    return ordered


def _place(box: Box, group: Sequence[tuple[T, str, Box]]) -> tuple[int, int]:
    """How many of the group stand to the right of a box, and its top: what stands in one column goes down."""
    middle = (box[0] + box[2]) / 2
    return sum(left >= middle for _, _, (left, _, _, _) in group), box[1]


def _is_column(line: tuple[T, str, Box]) -> bool:
    _, text, (left, top, right, bottom) = line
    return len(text.strip()) > 1 and bottom - top >= _TALL * (right - left)


def _belong_together(first: Box, second: Box) -> bool:
    widths = sorted((first[2] - first[0], second[2] - second[0]))
    heights = first[3] - first[1], second[3] - second[1]
    gap = max(first[0], second[0]) - min(first[2], second[2])
    beside = min(first[3], second[3]) - max(first[1], second[1])
    return (
        gap <= _APART * widths[0]
        and widths[1] <= _ALIKE * widths[0]
        and beside >= _SHARED * min(heights)
    )
