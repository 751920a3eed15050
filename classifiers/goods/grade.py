"""One goods word graded (商品类似判断): how it relates to the goods and classes of a right.

商标法 §57 asks for the same or similar goods; similarity follows the groups and classes of
类似商品和服务区分表 as far as `lexicons/goods.yml` holds them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from classifiers.characters.folding import fold
from classifiers.goods.generic_names import (
    groups_of_name,
    is_covered,
    kind_names,
    neighbours,
)
from classifiers.goods.lexicon import load_lists
from classifiers.goods.nice_classes import EDIBLE
from classifiers.goods.similar_groups import (
    is_standard_name,
    own_places,
    places_of,
    plain_name,
    similar_places,
)
from classifiers.goods.words import GoodsWord, apart_groups, goods_lexicon, labelled_goods
from storage.records import Right


class Relation(StrEnum):
    """How the listing's goods relate to the right's."""

    SAME = "same"
    SIMILAR = "similar"
    NEAR = "near"
    """Of a neighbouring class: bought by the same people, yet not similar by the table."""
    DIFFERENT = "other"
    UNKNOWN = "unknown"


_KIN = tuple(
    frozenset(classes)
    for classes in (
        (29, 30, 31, 32), (32, 33), (5, 29, 30), (5, 10), (5, 3), (18, 25, 26), (22, 23, 24, 25),
        (20, 24, 27), (7, 11), (8, 21), (2, 19),
    )
)  # fmt: skip
"""Nice classes whose goods are bought together, for rights and words of which no group is known;
chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class _RightGoods:
    """A right's goods, in the forms against which goods words are compared."""

    names: frozenset[str]
    long_names: tuple[str, ...]
    """Names of two characters and more: a longer word that ends like one is of its kind."""
    groups: frozenset[str]
    neighbours: frozenset[str]
    """Generic names of what is bought together with them."""
    table: frozenset[str]
    """Places of the office's table whose goods are similar to them."""
    classes: frozenset[int]
    near: frozenset[int]
    apart: bool
    """Whether all their groups are similar to nothing but themselves."""


def grade(goods_word: GoodsWord, right: Right) -> Relation:
    """How one goods word relates to the goods and classes of a right (商标法 §57: same or similar goods)."""
    word = goods_word.match.word
    return _grade(word, goods_word.group, goods_word.nice, right.goods, right.classes)


def are_foreign(goods: str, right: Right) -> bool:
    """Whether goods that a record names are neither the right's nor similar to them; words that no list holds
    are not."""
    words = goods_lexicon().find(goods)
    if goods in right.goods or not words or not right.goods:
        return False
    relation = grade(labelled_goods("title", words[-1]), right)
    return relation in (Relation.DIFFERENT, Relation.NEAR)


@lru_cache(maxsize=1 << 16)
def _grade(
    word: str, group: str, nice: int, goods: tuple[str, ...], classes: tuple[int, ...]
) -> Relation:
    """By goods and classes alone: many rights of a book share theirs."""
    right_goods = _goods_forms(goods, classes)
    if is_covered(word, group, right_goods.names):
        return Relation.SAME
    of_kind = word.endswith(right_goods.long_names) or _is_same_seed(word, right_goods)
    tabled = own_places(word, group)
    apart = bool(tabled and right_goods.table) and right_goods.table.isdisjoint(tabled)
    if group in right_goods.groups and not (apart and is_standard_name(word)):
        return Relation.SAME if of_kind else Relation.SIMILAR
    if of_kind:
        food = nice in EDIBLE and not EDIBLE.isdisjoint(right_goods.classes)
        return Relation.SAME if food or nice in right_goods.classes else Relation.SIMILAR
    if right_goods.groups and (right_goods.apart or group in apart_groups()):
        return Relation.DIFFERENT
    if not right_goods.table.isdisjoint(tabled):
        return Relation.SIMILAR
    if not right_goods.neighbours.isdisjoint(kind_names(word, group)) or _made_of(
        word, nice, right_goods
    ):
        return Relation.NEAR
    if apart:
        return Relation.DIFFERENT
    if nice in right_goods.classes:
        return Relation.SIMILAR
    return Relation.NEAR if nice in right_goods.near else Relation.DIFFERENT


_SEED = re.compile("(?:种子|种籽|良种|杂交种|亲本|种)$")
_PLANT = re.compile("(?:[种树果秧大小]?苗(?:木|子)?|接穗|(?:嫁接|扦插|组培|脱毒)苗)$")
"""How names of seed and of young plants end; what they grow to is called before it."""


def _is_same_seed(word: str, right_goods: _RightGoods) -> bool:
    """Whether a word names seed or young plants of the species that the right names: 稻种 and 水稻种子,
    梨树苗 and 梨苗 (propagating material of one variety)."""
    return any(
        ending.search(word)
        and ending.search(name)
        and _one_species(ending.sub("", word), ending.sub("", name))
        for ending in (_SEED, _PLANT)
        for name in right_goods.names
    )


def species_of(right: Right) -> frozenset[str]:
    """What the seed and young plants that a right names grow to: 水稻 of 水稻种子."""
    names = _right_goods(right).names
    return frozenset(_PLANT.sub("", _SEED.sub("", name)) for name in names)


def _one_species(first: str, second: str) -> bool:
    return first.endswith(second) or second.endswith(first)


def _made_of(word: str, nice: int, right_goods: _RightGoods) -> bool:
    """Whether the word names food or drink made of the right's goods: 人参 + 酒."""
    edible = nice in EDIBLE and not EDIBLE.isdisjoint(right_goods.classes)
    return edible and word.startswith(right_goods.long_names)


def in_own_group(goods_word: GoodsWord, right: Right) -> bool:
    """Whether a word lies in a group of the right's own goods."""
    return goods_word.group in _right_goods(right).groups


def is_own_name(word: str, right: Right) -> bool:
    """Whether a goods word is one of the right's own names."""
    return fold(word) in _right_goods(right).names


def table_group(goods_word: GoodsWord, right: Right, relation: Relation) -> str:
    """The similar group of a word as the table speaks for its relation to goods of the right: one that both lie in,
    or, where a note calls them similar or nothing does, the word's own; empty where the table does not say so."""
    word, group = goods_word.match.word, goods_word.group
    table, places = _right_goods(right).table, places_of(word, group)
    if not table or not places or relation in (Relation.NEAR, Relation.UNKNOWN):
        return ""
    if table.isdisjoint(own_places(word, group)) != (relation is Relation.DIFFERENT):
        return ""
    return next((place[:4] for place in places if place in table), places[0][:4])


@cache
def machine_classes() -> frozenset[int]:
    """Nice classes of machines and devices that have parts and accessories."""
    return frozenset(load_lists("goods_relations")["accessories"]["classes"])


def long_names(right: Right) -> tuple[str, ...]:
    """The right's goods names of two characters and more."""
    return _right_goods(right).long_names


def _right_goods(right: Right) -> _RightGoods:
    return _goods_forms(right.goods, right.classes)


def _table_name(name: str) -> str:
    """A name of the right's goods as the table has it, with what it says in brackets where that tells it."""
    return fold(name) if is_standard_name(fold(name)) else fold(plain_name(name))


def _similar_to(names: frozenset[str], words: Mapping[str, str]) -> frozenset[str]:
    """Places of the office's table that are similar to goods of these names; of `words`, which the lists hold
    for them, where no name is known there itself, and of all groups that a generic name covers."""
    table: frozenset[str] = frozenset()
    for name in names:
        covered = groups_of_name(name)
        places = similar_places(name)
        table |= places
        if not places or len(covered) > 1:
            table = table.union(*(similar_places(group, group) for group in covered))
    if not table:
        table = table.union(
            *(similar_places(word, label.split("/")[0]) for word, label in words.items())
        )
    return table


@cache
def _goods_forms(goods: tuple[str, ...], nice_classes: tuple[int, ...]) -> _RightGoods:
    lexicon = goods_lexicon()
    names = frozenset(fold(form) for name in goods for form in (name, plain_name(name)))
    words = {name: label for name in names if (label := lexicon.label(name))}
    groups = frozenset().union(*map(groups_of_name, names))
    for name in names:
        if name not in words and not groups_of_name(name):
            words |= {word.word: word.label for word in lexicon.find(name)[-1:]}
    groups |= frozenset(label.split("/")[0] for label in words.values())
    classes = frozenset(nice_classes)
    classes |= frozenset(int(label.split("/")[1]) for label in words.values() if not classes)
    kin = [kin_classes for kin_classes in _KIN if not kin_classes.isdisjoint(classes)]
    return _RightGoods(
        names=names,
        long_names=tuple(name for name in names if len(name) > 1),
        groups=groups,
        neighbours=neighbours(names.union(*map(kind_names, words))),
        table=_similar_to(frozenset(map(_table_name, goods)), words),
        classes=classes,
        near=frozenset().union(*kin),
        apart=groups <= apart_groups(),
    )
