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
    joined = any(place <= start and title[place : start + 1].isalnum() for place in own_ends)
    heads = joined and not title[end : end + 1].isalpha()
    return word.match.word in buyer_words() and not heads


_VOUCHERS = frozenset({"代金券", "团购券", "体验券"})
"""What shops of any service sell, whatever the service."""


def _is_condition(title: str, start: int, end: int) -> bool:
    """Whether a word for a service tells in what state the right's own goods are sold: 拆车翻新, 翻新机."""
    return any(
        place.start() <= start and end <= place.end() for place in _CONDITIONS.finditer(title)
    )


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
