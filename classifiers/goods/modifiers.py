"""Modifiers (修饰成分): words for other goods that only say what or whom the right's goods are for."""

from __future__ import annotations

import re

from classifiers.goods.grade import Relation, grade
from classifiers.goods.nice_classes import REPAIR, SERVICES, are_services
from classifiers.goods.sold_word import Graded
from classifiers.goods.words import GoodsWord, buyer_words, goods_lexicon, labelled_goods
from storage.records import Right


def modifies(pair: tuple[Relation, GoodsWord], graded: Graded, title: str, right: Right) -> bool:
    """Whether a word for other goods, beside the right's own, only says what or whom they are for.

    Chinese puts the head of a phrase last: 番茄酱餐厅 is a restaurant; 番茄酱 3kg 餐饮, 旅游特产番茄酱
    and 面包机专用面粉 are not what their first words say.
    """
    relation, word = pair
    if relation is Relation.DIFFERENT and word.match.word in _VOUCHERS:
        return are_services(right.classes)
    own_ends = [o.match.span[1] for r, o in graded if r is Relation.SAME and o.field == "title"]
    if relation is not Relation.DIFFERENT or word.field != "title" or not own_ends:
        return False
    start, end = word.match.span
    if title[end:].startswith("专用") or _is_condition(title, start, end):
        return True
    if word.nice >= SERVICES and end in {o.match.span[0] for _, o in graded if o.field == "title"}:
        return True
    if (
        word.nice == REPAIR
        and end <= min(own_ends)
        and _of_other_goods(title, word.match.span, right)
    ):
        return True
    if word.match.word not in buyer_words():
        return False
    return not _runs_on_from(own_ends, title, start) or title[end : end + 1].isalpha()


def _runs_on_from(ends: list[int], title: str, start: int) -> bool:
    """Whether letters and digits alone lead from one of these places to the character at `start`."""
    if not title[start : start + 1].isalnum():
        return False
    first = start
    while first > 0 and title[first - 1].isalnum():
        first -= 1
    return any(first <= place <= start for place in ends)


_VOUCHERS = frozenset({"代金券", "团购券", "体验券"})
"""What shops of any service sell, whatever the service."""


def _is_condition(title: str, start: int, end: int) -> bool:
    """Whether a word for a service tells in what state the right's own goods are sold: 拆车翻新, 翻新机."""
    around = title[max(0, start - _CONDITION_REACH) : end + _CONDITION_REACH]
    first, last = start - max(0, start - _CONDITION_REACH), end - max(0, start - _CONDITION_REACH)
    return any(
        place.start() <= first and last <= place.end() for place in _CONDITIONS.finditer(around)
    )


_CONDITION_REACH = 16
"""Characters before and behind a word in which such a condition is looked for; by hand."""


_CONDITIONS = re.compile(
    "(?:拆车|拆机|二手|库存|灌粉|灌装|加粉|再制造|回收)+(?:翻新|修复|灌粉|灌装|加粉|再制造)+"
    "|(?:翻新|修复)(?:件|机(?![器械构])|货|品|版|如新|当新|当原装)"
)
"""How used goods that were made good again are called; 翻新 alone offers the service."""


def _of_other_goods(title: str, span: tuple[int, int], right: Right) -> bool:
    """Whether a service is done to goods that are not the right's: 家具 + 翻新."""
    for object_word in goods_lexicon().find(title[: span[1] - 1]):
        beside = object_word.span[1] == span[0] or object_word.span[0] == span[0]
        if beside and grade(labelled_goods("title", object_word), right) is Relation.DIFFERENT:
            return True
    return False
