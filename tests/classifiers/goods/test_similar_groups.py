"""The office's table of similar goods: what is in it is consistent, what is not says nothing."""

from __future__ import annotations

from classifiers.goods.generic_names import generic_names
from classifiers.goods.lexicon import load_lists
from classifiers.goods.similar_groups import group_of, similar_groups, title_of
from classifiers.goods.words import goods_lexicon


def test_a_word_lies_in_the_group_of_its_goods_or_in_its_own() -> None:
    assert group_of("大米") == "3008"
    assert group_of("挂面") == "3009"
    assert group_of("方便面") == "3007"
    assert title_of("3007") == "方便食品"


def test_a_word_of_no_list_says_nothing() -> None:
    assert group_of("不存在的商品") is None
    assert similar_groups("不存在的商品") == frozenset()


def test_a_note_makes_only_the_goods_that_it_names_similar() -> None:
    assert similar_groups("冰红茶") == {"3002", "3202"}
    assert similar_groups("普洱茶") == {"3002"}


def test_every_group_that_goods_refer_to_has_a_title() -> None:
    codes = {
        group["table"]
        for section in load_lists("goods").values()
        for group in section
        if "table" in group
    }
    assert all(map(title_of, codes))


def test_every_relation_names_a_kind_or_group_that_exists() -> None:
    names = {
        name
        for word, label in goods_lexicon().labelled()
        for name in generic_names(word, label.split("/")[0])
    }
    relations = load_lists("goods_relations")
    for cluster in relations["neighbours"]:
        assert set(cluster) <= names
