"""The office's table of similar goods: what is in it is consistent, what is not says nothing."""

from __future__ import annotations

import json

import zstandard

from classifiers.characters.folding import fold
from classifiers.goods.generic_names import generic_names
from classifiers.goods.lexicon import load_lists
from classifiers.goods.similar_groups import (
    ARTEFACT,
    is_standard_name,
    own_places,
    places_of,
    plain_name,
    similar_places,
    standard_names,
    title_of,
)
from classifiers.goods.words import goods_lexicon
from tools.similar_groups.build import build


def test_a_word_lies_in_the_group_of_its_goods_or_in_its_own() -> None:
    assert group_of("大米") == "3008"
    assert group_of("挂面") == "3009"
    assert group_of("方便面") == "3007"
    assert title_of("3007") == "方便食品"


def test_a_longer_word_lies_in_the_group_of_the_name_at_its_end() -> None:
    assert group_of("实木儿童书桌") == "2001"


def test_a_word_of_no_list_says_nothing() -> None:
    assert group_of("不存在的商品") is None
    assert similar_places("不存在的商品") == frozenset()


def test_a_note_makes_only_the_goods_that_it_names_similar() -> None:
    assert are_similar("冰红茶", "果汁")
    assert are_similar("洗面奶", "口红")
    assert not are_similar("普洱茶", "果汁")
    assert not are_similar("洗衣粉", "口红")


def test_parts_of_a_group_are_apart_and_one_name_may_stand_in_several_groups() -> None:
    assert not are_similar("消毒剂", "膏药")
    assert are_similar("瓷器", "餐具")
    assert are_similar("瓷器", "茶具")
    assert not are_similar("餐具", "茶具")


def test_what_a_name_says_in_brackets_is_left_out() -> None:
    assert plain_name("餐具（刀、叉、匙除外）") == "餐具"
    assert set(places_of("餐具")) == {"0812", "2101"}
    assert places_of("餐具(刀、叉、匙除外)") == ("2101",)


def test_the_artefact_is_built_from_the_text() -> None:
    built = json.dumps(build(), ensure_ascii=False, separators=(",", ":"))
    assert zstandard.ZstdDecompressor().decompress(ARTEFACT.read_bytes()).decode() == built


def group_of(word: str) -> str | None:
    return next((place[:4] for place in places_of(word)), None)


def are_similar(first: str, second: str) -> bool:
    assert places_of(first)
    assert places_of(second)
    return not own_places(first).isdisjoint(similar_places(second))


def test_every_group_that_goods_refer_to_has_a_title() -> None:
    codes = {
        group["table"]
        for section in load_lists("goods").values()
        for group in section
        if "table" in group
    }
    assert all(map(title_of, codes))


def test_words_that_the_table_holds_itself_are_put_into_no_other_group() -> None:
    groups = load_lists("goods_relations")["table_words"]
    assert all(map(title_of, groups))
    assert not any(is_standard_name(fold(word)) for words in groups.values() for word in words)


def test_only_names_that_titles_would_be_read_with_are_silenced() -> None:
    silent = {fold(word) for word in load_lists("goods_tails")["silent"]}
    listed = dict(goods_lexicon().labelled())
    assert silent <= {name for name, _ in standard_names()} - listed.keys()


def test_unclosed_brackets_of_a_name_are_read_in_one_pass() -> None:
    assert plain_name("（" * 100_000) == "（" * 100_000
    assert plain_name("餐具（刀（不锈钢）") == "餐具（刀"


def test_every_relation_names_a_kind_or_group_that_exists() -> None:
    names = {
        name
        for word, label in goods_lexicon().labelled()
        for name in generic_names(word, label.split("/")[0])
    }
    relations = load_lists("goods_relations")
    for cluster in relations["neighbours"]:
        assert set(cluster) <= names
