"""A mark that ends with its goods: other goods in their place are no disguise of it."""

from __future__ import annotations

import pytest

from classifiers.matching.matcher import compile_matcher
from storage.records import Right

MATCHER = compile_matcher(
    [Right(id="gi", text="示例林草原奶酪", goods=("奶酪",)), Right(id="name", text="天赋河套")]
)


def matched_texts(text: str) -> list[str]:
    return [match.text for match in MATCHER.find(text)]


@pytest.mark.parametrize("text", ["示例林草原奶食 手工", "示例林草原奶食铺", "示例林草原奶 皮子"])
def test_the_name_with_other_goods_behind_it_is_not_the_mark(text: str) -> None:
    assert matched_texts(text) == []


@pytest.mark.parametrize(
    "text", ["示例林草原奶络", "示例林早原奶酪", "示例 林草原奶酪", "示例林草原奶 新品"]
)
def test_what_reads_like_the_goods_or_changes_the_name_still_is(text: str) -> None:
    assert len(matched_texts(text)) == 1


def test_a_mark_that_names_no_goods_may_lose_any_character() -> None:
    assert matched_texts("天赋河源") == ["天赋河源"]
