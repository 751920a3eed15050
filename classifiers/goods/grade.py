"""One goods word graded (商品类似判断): how it relates to the goods and classes of a right.

商标法 §57 asks for the same or similar goods; similarity follows the groups and classes of
类似商品和服务区分表 as far as `lexicons/goods.yml` holds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from classifiers.characters.folding import fold
from classifiers.goods.words import GoodsWord, apart_groups, goods_lexicon
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
"""Nice classes whose goods are bought together (food, drink, health, wear, home); chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class _RightGoods:
    """A right's goods, in the forms against which goods words are compared."""

    names: frozenset[str]
    endings: tuple[str, ...]
    """Names of two characters and more: a longer word that ends like one is of its kind."""
    groups: frozenset[str]
    named_groups: frozenset[str]
    classes: frozenset[int]
    near: frozenset[int]
    apart: bool
    """Whether all their groups are similar to nothing but themselves."""


def grade(goods_word: GoodsWord, right: Right) -> Relation:
    """How one goods word relates to the goods and classes of a right (商标法 §57: same or similar goods)."""
    right_goods, word = _right_goods(right), goods_word.match.word
    if word in right_goods.names or goods_word.group in right_goods.named_groups:
        return Relation.SAME
    if goods_word.group in right_goods.groups or word.endswith(right_goods.endings):
        return Relation.SIMILAR
    if right_goods.groups and (right_goods.apart or goods_word.group in apart_groups()):
        return Relation.DIFFERENT
    if goods_word.nice in right_goods.classes:
        return Relation.SIMILAR
    return Relation.NEAR if goods_word.nice in right_goods.near else Relation.DIFFERENT


@cache
def _right_goods(right: Right) -> _RightGoods:
    lexicon = goods_lexicon()
    names = frozenset(fold(name) for name in right.goods)
    labels = [label for name in names if (label := lexicon.label(name))]
    for name in names:
        if name not in lexicon:
            labels += [word.label for word in lexicon.find(name)[-1:]]
    groups = frozenset(label.split("/")[0] for label in labels)
    classes = frozenset(right.classes) or frozenset(int(label.split("/")[1]) for label in labels)
    kin = [kin_classes for kin_classes in _KIN if not kin_classes.isdisjoint(classes)]
    return _RightGoods(
        names=names,
        endings=tuple(name for name in names if len(name) > 1),
        groups=groups,
        named_groups=frozenset(group for group in groups if fold(group) in names),
        classes=classes,
        near=frozenset().union(*kin),
        apart=groups <= apart_groups(),
    )
