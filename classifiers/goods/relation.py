"""Goods (商品): how what a listing sells relates to the goods of a right.

All words that may name the goods are weighed against one another; each by itself is graded in
`goods_grade`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers.characters.folding import fold
from classifiers.goods.character_model import grams
from classifiers.goods.grade import Relation, grade
from classifiers.goods.guesses import circumstances, heads, stretched
from classifiers.goods.lexicon import WordMatch
from classifiers.goods.words import (
    PACKAGING,
    GoodsWord,
    buyer_words,
    goods_lexicon,
    is_stem,
    labelled_goods,
)
from storage.records import Listing, Right


@dataclass(frozen=True, kw_only=True)
class GoodsAnswer:
    """The relation, and the word that it rests on."""

    relation: Relation
    ground: GoodsWord | None = None
    sure: float = 1.0
    """How much the ground bears, 0..1: a book in the category all; a word amid words that no list
    holds, or beside words for the right's own goods, half."""


_FIRM, _LIKELY, _HALF, _LESS = 1.0, 0.9, 0.5, 0.3
"""Grades of `sure`."""
Graded = list[tuple[Relation, GoodsWord]]

_SERVICES = 35
"""First Nice class of services."""
_REPAIR = 37
"""Nice class of repairing and installing."""
_DECISIVE = frozenset(
    {
        "书", PACKAGING, "旅游", "酒店", "培训", "广告", "保险", "设计服务", "法律服务", "维修",
        "服装", "首饰", "手机", "玩具", "机器", "农业机械", "乐器", "家具",
    }
)  # fmt: skip
"""Groups that name what is sold even where other goods are mentioned: a book about noodles."""


def relate(
    listing: Listing, right: Right, shown: Sequence[GoodsWord], marks: Sequence[str] = ()
) -> GoodsAnswer:
    """Compare the goods of `listing`, named by the words `shown`, with those of `right`.

    The characters of `marks` tell nothing of goods in words that no list holds.
    """
    if not right.goods and not right.classes:
        return GoodsAnswer(relation=Relation.UNKNOWN)
    own = [(Relation.SAME, one) for one in _named(listing, right, shown)]
    graded = own + [(grade(one, right), one) for one in shown]
    firm = [pair for pair in graded if pair[1].firm or pair[0] is Relation.SAME]
    likely = [] if own else [(Relation.SIMILAR, one) for one in stretched(listing.title, right)]
    likely += _crossing(firm, listing.title, right)
    firm = [pair for pair in firm if not _begins_own(pair, listing.title, right)]
    if firm:
        firm = [pair for pair in firm if not _modifies(pair, graded, listing.title, right)]
        return _answer(likely + firm, listing.title)
    guessed = _hints(graded) or likely or _heads(listing.title, right)
    found = _answer(guessed or _circumstances(listing, right), listing.title)
    if found.relation is Relation.UNKNOWN:
        return _by_characters(listing.title, right, marks)
    return replace(found, sure=min(found.sure, _LIKELY))


def _by_characters(title: str, right: Right, marks: Sequence[str]) -> GoodsAnswer:
    """What the characters of unknown words tell (`goods_grams`): one that speaks for the right's
    goods counts before others."""
    for mark in marks:
        title = title.replace(mark, " " * len(mark))
    graded = [(grade(one, right), one) for one in grams(title[:_READ])]
    own = [one for relation, one in graded if relation in (Relation.SAME, Relation.SIMILAR)]
    other = [one for r, one in graded if r is Relation.OTHER and one.group != PACKAGING]
    if not own and not other:
        return GoodsAnswer(relation=Relation.UNKNOWN)
    relation = Relation.SIMILAR if own else Relation.OTHER
    return GoodsAnswer(relation=relation, ground=(own or other)[-1], sure=_HALF if own else _LESS)


_READ = 500


def _hints(graded: Graded) -> Graded:
    """Words said of anything, where nothing else names the goods and they fit the right's."""
    return [
        (relation, one)
        for relation, one in graded
        if len(one.word.word) > 1 and relation in (Relation.SIMILAR, Relation.NEAR)
    ]


def _heads(title: str, right: Right) -> Graded:
    """What the last characters of unknown words tell (`goods_guesses.heads`)."""
    own = {name[-1:] for name in right.goods}
    return [
        (Relation.SIMILAR if one.word.word in own else grade(one, right), one)
        for one in heads(title, own)
    ]


def _circumstances(listing: Listing, right: Right) -> Graded:
    """Circumstances (`goods_guesses.circumstances`) as far as they speak for the right's goods."""
    fitting = (Relation.SAME, Relation.SIMILAR)
    return [
        (Relation.SIMILAR, one) for one in circumstances(listing) if grade(one, right) in fitting
    ]


def _crossing(firm: Graded, title: str, right: Right) -> Iterator[tuple[Relation, GoodsWord]]:
    """Words for the right's goods that begin inside one for others: 耳坠 in 银耳坠."""
    for relation, one in firm:
        if relation is not Relation.OTHER or one.field != "title":
            continue
        start, end = one.word.span
        if title[end : end + 1].isalpha():
            for first in range(start + 1, end):
                word = title[first : end + 1]
                label = goods_lexicon().label(word)
                if label is not None:
                    found = WordMatch(word=word, label=label, span=(first, end + 1), text=word)
                    crossing = labelled_goods("title", found)
                    kind = grade(crossing, right)
                    if kind in (Relation.SAME, Relation.SIMILAR):
                        yield kind, crossing


def _begins_own(pair: tuple[Relation, GoodsWord], title: str, right: Right) -> bool:
    """Whether a word for other goods only begins a word unknown to us that ends like the right's
    goods: 珍珠 in 珍珠圆粒米."""
    relation, one = pair
    if relation is not Relation.OTHER or one.field != "title":
        return False
    rest = _REST.match(title, one.word.span[1])
    return rest is not None and rest[0][-1] in {name[-1:] for name in right.goods}


_REST = re.compile(r"[\u4e00-\u9fff]{2,5}(?![\u4e00-\u9fff])")


def _modifies(pair: tuple[Relation, GoodsWord], graded: Graded, title: str, right: Right) -> bool:
    """Whether a word for other goods, beside the right's own, only says what or whom they are for.

    Chinese puts the head of a phrase last: 番茄酱餐厅 is a restaurant; 番茄酱 3kg 餐饮, 旅游特产番茄酱
    and 面包机专用面粉 are not what their first words say.
    """
    relation, one = pair
    own = [o.word.span[1] for r, o in graded if r is Relation.SAME and o.field == "title"]
    if relation is not Relation.OTHER or one.field != "title" or not own:
        return False
    start, end = one.word.span
    if title[end:].startswith("专用"):
        return True
    if one.nice >= _SERVICES and end in {o.word.span[0] for _, o in graded if o.field == "title"}:
        return True
    if one.nice == _REPAIR and end <= min(own) and _of_other_goods(title, one.word.span, right):
        return True
    joined = any(place <= start and title[place : start + 1].isalnum() for place in own)
    heads = joined and not title[end : end + 1].isalpha()
    return one.word.word in buyer_words() and not heads


def _of_other_goods(title: str, span: tuple[int, int], right: Right) -> bool:
    """Whether a service is done to goods that are not the right's: 家具 + 翻新."""
    for found in goods_lexicon().find(title[: span[1] - 1]):
        beside = found.span[1] == span[0] or found.span[0] == span[0]
        if beside and grade(labelled_goods("title", found), right) is Relation.OTHER:
            return True
    return False


def packs_own(answer: GoodsAnswer, right: Right) -> bool:
    """Whether packaging or labels are sold that the right's goods may come in; a 首饰盒 is none
    for paint (商标法 §57 (4))."""
    ground = answer.ground
    if ground is None or ground.group != PACKAGING:
        return False
    stem = goods_lexicon().find(ground.word.word)[:1]
    whole = not stem or stem[0].span == (0, len(ground.word.word))
    if whole or stem[0].span[0] > 0 or stem[0].label.startswith(f"{PACKAGING}/"):
        return True
    return grade(labelled_goods(ground.field, stem[0]), right) is not Relation.OTHER


def _answer(graded: Graded, title: str) -> GoodsAnswer:
    other = [one for relation, one in graded if relation is Relation.OTHER]
    own = [one for relation, one in graded if relation in (Relation.SAME, Relation.SIMILAR)]
    for relation in (Relation.SAME, Relation.SIMILAR, Relation.NEAR):
        grounds = [one for grade, one in graded if grade is relation]
        if grounds and not _overrule(other, grounds, relation, title):
            apart = relation is Relation.SIMILAR and _ends_later(other, grounds)
            sure = _HALF if apart else _LIKELY if other else _FIRM
            return GoodsAnswer(relation=relation, ground=grounds[0], sure=sure)
        if grounds:
            break
    if other:
        decisive = [one for one in other if one.group in _DECISIVE]
        ground = (decisive or other)[-1]
        sure = _FIRM if decisive else _sure_of(ground, title, beside=bool(own))
        return GoodsAnswer(relation=Relation.OTHER, ground=ground, sure=sure)
    return GoodsAnswer(relation=Relation.UNKNOWN)


def _sure_of(other: GoodsWord, title: str, *, beside: bool) -> float:
    """How surely the word for other goods names what is sold; `beside` the right's own goods, not.

    Chinese puts the head of a phrase last: where unknown characters run on behind the word, they
    may be the head (珍珠 in 珍珠圆粒米).
    """
    if beside and other.field == "title":
        return _HALF
    if other.field != "title":
        return _FIRM
    end = other.word.span[1]
    runs_on = title[end : end + 1].isalpha() and not title[end : end + 1].isascii()
    return _HALF if runs_on else _LIKELY


def _overrule(other: list[GoodsWord], own: list[GoodsWord], relation: Relation, title: str) -> bool:
    """Whether the words for other goods say what is really sold.

    Books, journeys, packaging do, and a category does; beside merely similar goods also the last
    word of one phrase, where Chinese puts its head; in a phrase of its own it may tell a use.
    """
    if any(one.group in _DECISIVE for one in other):
        return True
    if any(one.field != "title" for one in other) and all(one.field == "title" for one in own):
        return True
    if relation is Relation.SIMILAR:
        ends = [one.word.span[1] for one in own if one.field == "title"]
        between = [title[max(ends, default=0) : one.word.span[0]] for one in other]
        return _ends_later(other, own) and not all(_BLANK.search(text) for text in between)
    return relation is Relation.NEAR and bool(other)


_BLANK = re.compile(r"\W")


def _ends_later(other: list[GoodsWord], own: list[GoodsWord]) -> bool:
    """Whether a word for other goods stands in the title behind all of the right's own."""
    last = max((one.word.span[0] for one in own if one.field == "title"), default=-1)
    return any(one.field == "title" and one.word.span[0] > last for one in other)


def _named(listing: Listing, right: Right, shown: Sequence[GoodsWord]) -> Iterator[GoodsWord]:
    """The right's own goods words, also where a longer known word was read across them.

    牛肉干 stands in 风干牛肉干 although 风干牛肉 was read first; 茶 does not stand in 茶杯.
    """
    title = listing.title[:500]
    for name in right.goods:
        place = title.find(name)
        if place < 0 or any(_swallows(one, right, place, place + len(name)) for one in shown):
            continue
        if is_stem(title, place + len(name)):
            continue
        if len(name) == 1 and name not in {one.word.text for one in shown}:
            continue
        span = (place, place + len(name))
        word = WordMatch(word=fold(name), label="", span=span, text=name)
        group = (goods_lexicon().label(name) or f"{name}/0").split("/")[0]
        yield GoodsWord(field="title", word=word, group=group, nice=0)


def _swallows(found: GoodsWord, right: Right, start: int, end: int) -> bool:
    """Whether a longer word for other goods holds the place, or the head of the phrase follows."""
    first, last = found.word.span
    if found.field == "title" and first == end and found.firm:
        return grade(found, right) is Relation.OTHER and found.word.word not in buyer_words()
    longer = first <= start and end <= last and last - first > end - start
    return found.field == "title" and longer and grade(found, right) is Relation.OTHER
