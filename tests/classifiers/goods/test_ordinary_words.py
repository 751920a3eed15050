"""Whether a text says only what is said of any goods."""

from __future__ import annotations

import pytest

from classifiers.goods.ordinary_words import is_attributive


@pytest.mark.parametrize("text", ["天然", "韩版休闲", "新款百搭", "男款", "女时尚", "买二送一"])
def test_words_said_of_any_goods_in_a_row_name_nobody(text: str) -> None:
    assert is_attributive(text)


@pytest.mark.parametrize("text", ["", "男女", "天然玉", "璨多多", "买二送"])
def test_links_alone_and_a_row_with_more_in_it_are_none(text: str) -> None:
    assert not is_attributive(text)


def test_a_row_that_can_be_parted_in_many_ways_is_read_in_few_steps() -> None:
    assert not is_attributive("旅行套装" * 500 + "璨")
