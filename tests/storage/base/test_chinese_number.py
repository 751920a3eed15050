"""Numbers as people write them."""

from __future__ import annotations

import pytest

from storage.base.chinese_number import read_number
from storage.base.errors import BadInput


@pytest.mark.parametrize(
    ("text", "number"),
    [("57", 57), ("５７", 57), ("五十七", 57), ("一百〇二", 102), ("两百", 200)],
)
def test_figures_and_characters_write_one_number(text: str, number: int) -> None:
    assert read_number(text) == number


def test_other_text_is_no_number() -> None:
    with pytest.raises(BadInput):
        read_number("若干")
