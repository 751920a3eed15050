"""Columns of vertical text are read from right to left, lines as they come."""

from __future__ import annotations

import pytest

from classifiers.pictures.text_columns import Box, in_reading_order


def order(lines: dict[str, Box]) -> list[str]:
    return in_reading_order([(text, text, box) for text, box in lines.items()])


def test_two_columns_of_one_text_are_read_from_right_to_left_amid_the_lines() -> None:
    lines = {
        "示例粮油": (100, 20, 500, 80),
        "谷香": (245, 100, 360, 302),
        "岚泽": (381, 104, 497, 306),
        "净含量5kg": (100, 400, 400, 450),
    }
    assert order(lines) == ["示例粮油", "岚泽", "谷香", "净含量5kg"]


def test_three_columns_that_begin_at_different_heights_are_one_text() -> None:
    lines = {
        "杂粮面": (100, 60, 160, 300),
        "石磨": (180, 90, 240, 260),
        "岚泽谷香": (260, 40, 320, 330),
    }
    assert order(lines) == ["岚泽谷香", "石磨", "杂粮面"]


def test_a_column_that_was_read_in_two_pieces_goes_down_before_the_next_one() -> None:
    lines = {
        "石磨杂粮": (180, 40, 240, 450),
        "谷香": (263, 250, 322, 440),
        "岚泽": (260, 40, 320, 230),
    }
    assert order(lines) == ["岚泽", "谷香", "石磨杂粮"]


@pytest.mark.parametrize(
    "lines",
    [
        {"甲乙": (0, 0, 60, 200), "丙丁": (400, 0, 460, 200)},
        {"甲乙": (0, 0, 60, 200), "丙丁": (80, 300, 140, 500)},
        {"甲乙": (0, 0, 60, 200), "丙丁": (80, 0, 280, 400)},
        {"甲乙丙": (0, 0, 300, 60), "丁戊己": (320, 0, 620, 60)},
        {"一": (0, 0, 60, 200), "丨": (80, 0, 100, 200)},
    ],
    ids=["far apart", "one above the other", "of two sizes", "lines", "single strokes"],
)
def test_what_is_no_column_of_the_same_text_keeps_its_place(lines: dict[str, Box]) -> None:
    assert order(lines) == list(lines)
