"""Words of a list are looked for as the list holds them, folded."""

from __future__ import annotations

import pytest

from classifiers.goods.words import goods_lexicon


@pytest.mark.parametrize(
    "text",
    ["面粉袋", "面 粉袋", " 茶叶", "丶茶", "丨白酒", "茶", "T恤衫", "ｔ恤", "白菜豆腐", "一二", ""],
)
@pytest.mark.parametrize("least", [1, 2])
def test_a_text_begins_with_a_word_if_one_of_its_beginnings_is_one(text: str, least: int) -> None:
    beginnings = (text[:length] for length in range(least, len(text) + 1))
    assert goods_lexicon().begins(text, least=least) == any(
        beginning in goods_lexicon() for beginning in beginnings
    )
