"""Similar groups (类似群): the office's table that says which goods are similar (区分表).

`lexicons/similar_groups.yml` holds the groups and says what of the table is missing there. Goods of
one group are similar; goods of two are where a note says so. A word without a group says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from classifiers.characters.folding import fold
from classifiers.goods.generic_names import generic_names
from classifiers.goods.lexicon import load_lists


def group_of(word: str, goods_group: str = "") -> str | None:
    """The four digits of the similar group of a goods word; None where it is not known.

    `goods_group` is the group of `lexicons/goods.yml` for words that stand in no list (面粉袋).
    """
    word = fold(word)
    return _code_by_word().get(word) or _code_by_group().get(goods_group)


def title_of(code: str) -> str:
    """The title of a similar group, shortened; empty where the list does not hold it."""
    return str(load_lists("similar_groups")["groups"].get(code, ""))


@cache
def similar_groups(word: str, goods_group: str = "") -> frozenset[str]:
    """The similar groups whose goods are similar to `word`: its own and those that notes name."""
    code = group_of(word, goods_group)
    if code is None:
        return frozenset()
    noted = [
        similar
        for codes, words in load_lists("similar_groups")["notes"]
        if code in codes and any(fold(kind) in _names_of(word) for kind in words)
        for similar in codes
    ]
    return frozenset((code, *noted))


def _names_of(word: str) -> frozenset[str]:
    return generic_names(word) | {fold(word)}


@cache
def _code_by_group() -> Mapping[str, str]:
    """Group of `lexicons/goods.yml` → similar group."""
    sections = load_lists("goods").values()
    return {
        group["words"][0]: group["table"]
        for section in sections
        for group in section
        if "table" in group
    }


@cache
def _code_by_word() -> Mapping[str, str]:
    """Folded word → similar group: of its group in `lexicons/goods.yml`, or its own."""
    codes = {
        fold(str(word)): group["table"]
        for section in load_lists("goods").values()
        for group in reversed(section)
        if "table" in group
        for word in group["words"]
    }
    for code, words in load_lists("similar_groups")["words"].items():
        codes |= {fold(str(word)): code for word in words}
    return codes
