"""The ground (依据商品词): which of the words for goods says what is sold, and how surely.

Chinese puts the head of a phrase last, so of several words the later ones name the goods.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from classifiers.goods.grade import Relation
from classifiers.goods.words import PACKAGING, GoodsWord


@dataclass(frozen=True, kw_only=True)
class GoodsAnswer:
    """How goods relate to a right's, and the word on which that rests."""

    relation: Relation
    ground: GoodsWord | None = None
    sure: float = 1.0
    """How sure the ground is, 0..1: a book in the category wholly; a word amid words that no list
    holds, or beside words for the right's own goods, half."""
    accessory: bool = False
    """Whether a part or accessory for the right's goods is sold: 手机壳 for a phone, 滤芯."""


FIRM, LIKELY, HALF, LESS = 1.0, 0.9, 0.5, 0.3
"""Grades of `sure`, chosen by hand in 2026: they weigh the signal of the goods (signals.goods)."""
Graded = list[tuple[Relation, GoodsWord]]
"""Words for goods, each with how it relates to the right's goods."""

_ALWAYS = frozenset(
    {
        "书", PACKAGING, "旅游", "酒店", "培训", "广告", "保险", "设计服务", "法律服务", "维修",
        "机器", "农业机械",
    }
)  # fmt: skip
"""Decisive groups that hold however often the goods are named of which they speak: services, a book about
teas, a machine that peels potatoes."""
_UNLESS_OUTVOTED = frozenset(
    {"服装", "首饰", "手机", "玩具", "乐器", "家具", "字画", "影音制品", "手机配件", "仿真花"}
)
_DECISIVE = _ALWAYS | _UNLESS_OUTVOTED
"""Groups that name what is sold even where other goods are mentioned: a book about noodles."""


def answer_of(graded: Graded, title: str) -> GoodsAnswer:
    """Choose the ground: the right's own goods first, unless other words overrule them."""
    graded = _without_outvoted(graded)
    different = [word for relation, word in graded if relation is Relation.DIFFERENT]
    fitting = [word for relation, word in graded if relation in (Relation.SAME, Relation.SIMILAR)]
    for relation in (Relation.SAME, Relation.SIMILAR, Relation.NEAR):
        grounds = [word for grade, word in graded if grade is relation]
        if grounds and not _overrule(different, grounds, relation, title):
            apart = relation is Relation.SIMILAR and _ends_later(different, grounds)
            sure = HALF if apart else LIKELY if different else FIRM
            return GoodsAnswer(relation=relation, ground=grounds[0], sure=sure)
        if grounds:
            break
    if different:
        decisive = [word for word in different if word.group in _DECISIVE]
        ground = _packaging(decisive) or (decisive or different)[-1]
        sure = FIRM if decisive else _sure_of(ground, title, beside=bool(fitting))
        return GoodsAnswer(relation=Relation.DIFFERENT, ground=ground, sure=sure)
    return GoodsAnswer(relation=Relation.UNKNOWN)


def _without_outvoted(graded: Graded) -> Graded:
    """The words without a decisive one of the title that stands alone amid several of one other group, as
    珍珠 does where cherries are named three times over."""
    groups = Counter(word.group for _, word in graded if word.field == "title")
    most = max(groups.values(), default=0)
    return [
        (relation, word)
        for relation, word in graded
        if word.field != "title"
        or relation is not Relation.DIFFERENT
        or word.group not in _UNLESS_OUTVOTED
        or groups[word.group] * _OUTVOTED > most
    ]


_OUTVOTED = 2
"""Words of another group for each decisive one from which it says nothing; chosen by hand in 2026."""


def _packaging(decisive: list[GoodsWord]) -> GoodsWord | None:
    """The word for packaging or labels, where the other words only tell what they are of paper, or
    what is done with them: 空瓶 回收, 标签 印刷."""
    packaging = [word for word in decisive if word.group == PACKAGING]
    beside = [word for word in decisive if word.group != PACKAGING]
    if packaging and all(word.nice in _BESIDE_PACKAGING for word in beside):
        return packaging[-1]
    return None


_BESIDE_PACKAGING = frozenset({16, 37})
"""Nice classes of paper goods and of repairing and collecting services."""


def _sure_of(word: GoodsWord, title: str, *, beside: bool) -> float:
    """How surely the word for other goods names what is sold; `beside` the right's own goods, not.

    Chinese puts the head of a phrase last: where unknown characters run on behind the word, they
    may be the head (珍珠 in 珍珠圆粒米).
    """
    if beside and word.field == "title":
        return HALF
    if word.field != "title":
        return FIRM
    end = word.match.span[1]
    runs_on = title[end : end + 1].isalpha() and not title[end : end + 1].isascii()
    return HALF if runs_on else LIKELY


def _overrule(
    different: list[GoodsWord], fitting: list[GoodsWord], relation: Relation, title: str
) -> bool:
    """Whether the words for other goods say what is really sold.

    Books, journeys, packaging do, and a category does; beside merely similar goods also the last
    word of one phrase, where Chinese puts its head; in a phrase of its own it may tell a use.
    """
    if any(word.group in _DECISIVE for word in different):
        return True
    if any(word.field != "title" for word in different) and all(
        word.field == "title" for word in fitting
    ):
        return True
    if relation is Relation.NEAR:
        near_groups = {word.group for word in fitting}
        different = [word for word in different if word.group not in near_groups]
    if relation is not Relation.SAME:
        ends = [word.match.span[1] for word in fitting if word.field == "title"]
        between = [title[max(ends, default=0) : word.match.span[0]] for word in different]
        return _ends_later(different, fitting) and not all(_BLANK.search(text) for text in between)
    return False


_BLANK = re.compile(r"\W")


def _ends_later(different: list[GoodsWord], fitting: list[GoodsWord]) -> bool:
    """Whether a word for other goods stands in the title behind all of the right's own."""
    last = max(
        (word.match.span[0] for word in fitting if word.field == "title"),
        default=-1,
    )
    return any(word.field == "title" and word.match.span[0] > last for word in different)
