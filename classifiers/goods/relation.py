"""Goods (商品): how what a listing sells relates to the goods of a right.

Words that may name the goods are collected here; each is graded in `grade`, and `ground` chooses the
one that says what is sold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from classifiers.characters.folding import fold
from classifiers.goods.accessories import (
    belongs_to_own,
    is_accessory,
    is_cover,
    relation_of_parts,
    without_fitted,
)
from classifiers.goods.character_model import grams
from classifiers.goods.grade import Relation, grade, in_own_group, long_names
from classifiers.goods.guesses import circumstances, heads, stretched
from classifiers.goods.lexicon import WordMatch
from classifiers.goods.meals import is_meal, serves_meals
from classifiers.goods.modifiers import modifies
from classifiers.goods.nice_classes import EDIBLE
from classifiers.goods.packs import is_manner_of_packing, tells_pack
from classifiers.goods.propagation import grown_groups, names_what_grows, of_variety
from classifiers.goods.sign_parts import names_product
from classifiers.goods.sold_word import FIRM, HALF, LESS, LIKELY, GoodsAnswer, Graded, answer_of
from classifiers.goods.words import (
    PACKAGING,
    GoodsWord,
    buyer_words,
    goes_with,
    goods_lexicon,
    is_stem,
    labelled_goods,
    title_lexicon,
)
from storage.records import Listing, Right


def relate(
    listing: Listing, right: Right, goods_words: Sequence[GoodsWord], marks: Sequence[str] = ()
) -> GoodsAnswer:
    """Compare the goods of `listing`, named by `goods_words`, with those of `right`.

    The characters of `marks` tell nothing of goods in words that no list holds.
    """
    offer, sold = without_fitted(listing, goods_words, marks)
    answer = of_variety(_compare(offer, right, sold, marks), listing.title, right)
    if answer.relation is not Relation.SAME and serves_meals(right) and is_meal(listing.title):
        return replace(answer, relation=Relation.SAME, sure=LIKELY, ground=None)
    ground = answer.ground
    if answer.sure < FIRM and names_product(listing.title, right, marks):
        answer = replace(answer, relation=Relation.SAME, sure=LIKELY, ground=None)
    if is_accessory(listing.title, right, ground, goods_words, marks):
        if is_cover(listing.title, right, goods_words):
            return replace(answer, relation=Relation.DIFFERENT, sure=LIKELY, accessory=True)
        near = Relation.NEAR if answer.relation is Relation.SAME else answer.relation
        return replace(answer, relation=near, accessory=True)
    fitting = answer.relation in (Relation.SAME, Relation.SIMILAR)
    if fitting and belongs_to_own(listing.title, right, goods_words, marks):
        return replace(answer, relation=relation_of_parts(right), sure=LIKELY, accessory=True)
    return answer


def _compare(
    listing: Listing, right: Right, goods_words: Sequence[GoodsWord], marks: Sequence[str]
) -> GoodsAnswer:
    """The answer by the words alone, parts and accessories taken for what they are called after."""
    if not right.goods and not right.classes:
        return GoodsAnswer(relation=Relation.UNKNOWN)
    goods_words = [word for word in goods_words if not names_what_grows(word, goods_words)]
    named: Graded = [(Relation.SAME, word) for word in _named(listing, right, goods_words, marks)]
    goods_words = [
        word
        for word in goods_words
        if not _inside_own(word, named) and not tells_pack(word, listing.title, named, goods_words)
    ]
    graded = named + [(_grade_in(listing.title, word, right), word) for word in goods_words]
    firm = [pair for pair in graded if pair[1].firm or pair[0] is Relation.SAME]
    likely = [] if named else [(Relation.SIMILAR, word) for word in stretched(listing.title, right)]
    likely += _crossing(firm, listing.title, right)
    firm = [pair for pair in firm if not _begins_own(pair, listing.title, right)]
    if firm:
        firm = [pair for pair in firm if not modifies(pair, graded, listing.title, right)]
        return answer_of(likely + firm, listing.title)
    guessed = _hints(graded) or likely or _heads(listing.title, right)
    guessed = _of_own_kind(guessed or _circumstances(listing, right), right)
    answer = answer_of(guessed, listing.title)
    if answer.relation is Relation.UNKNOWN:
        return _by_characters(listing.title, right, marks)
    return replace(answer, sure=min(answer.sure, LIKELY))


def _inside_own(word: GoodsWord, named: Graded) -> bool:
    """Whether a word is only a piece of the right's own goods as the title names them: 婚纱 of 婚纱摄影."""
    start, end = word.match.span
    return word.field == "title" and any(
        name.match.span[0] <= start
        and end <= name.match.span[1]
        and name.match.span != (start, end)
        for _, name in named
    )


def _grade_in(title: str, word: GoodsWord, right: Right) -> Relation:
    """The grade of a word where it stands: food made of the right's goods is near them (沙葱 + 包子)."""
    relation = grade(word, right)
    food = word.nice in EDIBLE and word.group not in grown_groups()
    if relation is Relation.DIFFERENT and word.field == "title" and food:
        before = title[: word.match.span[0]]
        if EDIBLE.intersection(right.classes) and before.endswith(long_names(right)):
            return Relation.NEAR
    return relation


def _by_characters(title: str, right: Right, marks: Sequence[str]) -> GoodsAnswer:
    """What the characters of unknown words tell (`character_model`): one that speaks for the right's
    goods counts before others."""
    for mark in marks:
        title = title.replace(mark, " " * len(mark))
    graded = [(grade(word, right), word) for word in grams(title[:_READ])]
    fitting = [word for relation, word in graded if relation in (Relation.SAME, Relation.SIMILAR)]
    different = [word for r, word in graded if r is Relation.DIFFERENT and word.group != PACKAGING]
    if not fitting and not different:
        return GoodsAnswer(relation=Relation.UNKNOWN)
    relation = Relation.SIMILAR if fitting else Relation.DIFFERENT
    return GoodsAnswer(
        relation=relation, ground=(fitting or different)[-1], sure=HALF if fitting else LESS
    )


_READ = 500
"""Characters of a title whose single characters are looked at: longer than any platform allows."""


def _hints(graded: Graded) -> Graded:
    """Words said of anything, where nothing else names the goods and they fit the right's."""
    return [
        (relation, word)
        for relation, word in graded
        if len(word.match.word) > 1 and relation in (Relation.SIMILAR, Relation.NEAR)
    ]


def _heads(title: str, right: Right) -> Graded:
    """What the last characters of unknown words tell (`guesses.heads`)."""
    right_endings = {name[-1:] for name in right.goods}
    return [
        (
            Relation.SIMILAR if word.match.word in right_endings else grade(word, right),
            word,
        )
        for word in heads(title, right_endings)
    ]


def _of_own_kind(guessed: Graded, right: Right) -> Graded:
    """Guessed words of a group of the right's own goods are those goods: who writes a mark on a drink of
    52 degrees sells the spirit that it is registered for."""
    return [
        (
            Relation.SAME
            if relation is Relation.SIMILAR and in_own_group(word, right)
            else relation,
            word,
        )
        for relation, word in guessed
    ]


def _circumstances(listing: Listing, right: Right) -> Graded:
    """Circumstances (`guesses.circumstances`) as far as they speak for the right's goods."""
    fitting = (Relation.SAME, Relation.SIMILAR)
    return [
        (Relation.SIMILAR, word) for word in circumstances(listing) if grade(word, right) in fitting
    ]


def _crossing(firm: Graded, title: str, right: Right) -> Iterator[tuple[Relation, GoodsWord]]:
    """Words for the right's goods that begin inside one for others: 耳坠 in 银耳坠."""
    for relation, goods_word in firm:
        if relation is not Relation.DIFFERENT or goods_word.field != "title":
            continue
        start, end = goods_word.match.span
        if title[end : end + 1].isalpha():
            for first in range(start + 1, end):
                word = title[first : end + 1]
                label = goods_lexicon().label(word)
                if label is not None:
                    match = WordMatch(word=word, label=label, span=(first, end + 1), text=word)
                    crossing = labelled_goods("title", match)
                    kind = grade(crossing, right)
                    if kind in (Relation.SAME, Relation.SIMILAR):
                        yield kind, crossing


def _begins_own(pair: tuple[Relation, GoodsWord], title: str, right: Right) -> bool:
    """Whether a word for other goods only begins a word unknown to us that ends like the right's
    goods: 珍珠 in 珍珠圆粒米."""
    relation, word = pair
    if relation is not Relation.DIFFERENT or word.field != "title":
        return False
    remainder = _REMAINDER.match(title, word.match.span[1])
    return remainder is not None and remainder[0][-1] in {name[-1:] for name in right.goods}


_REMAINDER = re.compile(r"[\u4e00-\u9fff]{2,5}(?![\u4e00-\u9fff])")


def _named(
    listing: Listing, right: Right, goods_words: Sequence[GoodsWord], marks: Sequence[str]
) -> Iterator[GoodsWord]:
    """The right's own goods words, also where a longer known word was read across them.

    牛肉干 stands in 风干牛肉干 although 风干牛肉 was read first; 茶 does not stand in 茶杯.
    """
    title = listing.title[:_READ]
    names = [name for name in right.goods if name in title]
    if not names:
        return
    listed = [labelled_goods("title", word) for word in title_lexicon().find(title)]
    for name in names:
        for place in _places_of(name).finditer(title):
            if _stands_alone(place.span(), title, right, (*goods_words, *listed), marks):
                yield _own_word(name, place.span())
                break


@lru_cache(maxsize=4096)
def _places_of(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(name))


def _stands_alone(
    span: tuple[int, int],
    title: str,
    right: Right,
    words: Sequence[GoodsWord],
    marks: Sequence[str],
) -> bool:
    """Whether a name of the right's goods stands in the title for itself, in no other word, no mark,
    and not as what comes free or is denied (非脐橙)."""
    start, end = span
    covering = [word.match.span for word in words if word.field == "title"]
    begin = min(
        (first for first, last in covering if first <= start and end <= last), default=start
    )
    before = title[:begin]
    for mark in marks:
        before = before.replace(mark, "\n" * len(mark))
    if is_manner_of_packing(title, start, end):
        return False
    if is_stem(title, end) or goes_with(before) or _straddles(title, start, end, marks):
        return False
    if end - start == 1 and title[start:end] not in {word.match.text for word in words}:
        return False
    return not any(_swallows(word, right, start, end) for word in words)


def _own_word(name: str, span: tuple[int, int]) -> GoodsWord:
    word = WordMatch(word=fold(name), label="", span=span, text=name)
    group = (goods_lexicon().label(name) or f"{name}/0").split("/")[0]
    return GoodsWord(field="title", match=word, group=group, nice=0)


def _straddles(title: str, start: int, end: int, marks: Sequence[str]) -> bool:
    """Whether the place lies across the border of a mark: 牛奶 in a mark that ends in 牛 + 奶粉."""
    for mark in marks:
        first = title.find(mark)
        last = first + len(mark)
        if first >= 0 and (first < start < last < end or start < first < end < last):
            return True
    return False


_WEARERS = frozenset({"男", "女", "男款", "女款", "男女"})
"""What lists of goods write behind a name for whom they are: 衬衫男 is a shirt."""


def _swallows(word: GoodsWord, right: Right, start: int, end: int) -> bool:
    """Whether a longer word for other goods holds the place, or the head of the phrase follows."""
    first, last = word.match.span
    if word.field == "title" and first == end and word.firm:
        is_head = grade(word, right) in (Relation.DIFFERENT, Relation.NEAR)
        return is_head and word.match.word not in buyer_words()
    longer = first <= start and end <= last and last - first > end - start
    if longer and first == start and word.match.text[end - start :] in _WEARERS:
        return False
    later = start < first < end < last
    return word.field == "title" and (longer or later) and grade(word, right) is not Relation.SAME
