"""One goods word graded (商品类似判断): how it relates to the goods and classes of a right.

商标法 §57 asks for the same or similar goods; similarity follows the groups and classes of
类似商品和服务区分表 as far as `lexicons/goods.yml` holds them.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from classifiers.folding import fold
from classifiers.goods_words import GoodsFound, apart_groups, goods_lexicon
from storage.records import Right


class Relation(StrEnum):
    """How the listing's goods relate to the right's."""

    SAME = "same"
    SIMILAR = "similar"
    NEAR = "near"
    """Of a neighbouring class: bought by the same people, yet not similar by the table."""
    OTHER = "other"
    UNKNOWN = "unknown"


# Classes whose goods are bought together (food, drink, health, wear, home).
_KIN = tuple(
    frozenset(classes)
    for classes in (
        (29, 30, 31, 32), (32, 33), (5, 29, 30), (5, 10), (5, 3), (18, 25, 26), (22, 23, 24, 25),
        (20, 24, 27), (7, 11), (8, 21), (2, 19),
    )
)  # fmt: skip


def grade(found: GoodsFound, right: Right) -> Relation:
    """How one goods word relates to the goods and classes of a right."""
    names, groups, classes = _own(right)
    word = found.word.word
    if word in names or (found.group in groups and fold(found.group) in names):
        return Relation.SAME
    if found.group in groups or any(word.endswith(name) for name in names if len(name) > 1):
        return Relation.SIMILAR
    if groups and (found.group in apart_groups() or groups <= apart_groups()):
        return Relation.OTHER
    if found.nice in classes:
        return Relation.SIMILAR
    if any(found.nice in kin and not kin.isdisjoint(classes) for kin in _KIN):
        return Relation.NEAR
    return Relation.OTHER


@cache
def _own(right: Right) -> tuple[frozenset[str], frozenset[str], frozenset[int]]:
    """Words, groups and classes of the right's goods."""
    lexicon = goods_lexicon()
    names = frozenset(fold(name) for name in right.goods)
    labels = [label for name in names if (label := lexicon.label(name))]
    for name in names:
        if name not in lexicon:
            labels += [word.label for word in lexicon.find(name)[-1:]]
    groups = frozenset(label.split("/")[0] for label in labels)
    classes = frozenset(right.classes) or frozenset(int(one.split("/")[1]) for one in labels)
    return names, groups, classes
