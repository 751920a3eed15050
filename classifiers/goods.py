"""Goods (商品): what a listing sells, and how that relates to the goods of a right.

商标法 §57 asks for the same or similar goods. Groups and classes come from `lexicons/goods.yml`;
similarity across classes follows the cross-search notes of 类似商品和服务区分表.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from classifiers.folding import fold
from classifiers.lexicon import Lexicon, WordFound, load_lists
from storage.records import Listing, Right


class Relation(StrEnum):
    """How the listing's goods relate to the right's."""

    SAME = "same"
    SIMILAR = "similar"
    NEAR = "near"
    """Of a neighbouring class: bought by the same people, yet not similar by the table."""
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class GoodsFound:
    """A goods word of the listing with its Nice class."""

    field: str
    word: WordFound
    group: str
    nice: int


@dataclass(frozen=True, kw_only=True)
class GoodsAnswer:
    """The relation, and the words that it rests on."""

    relation: Relation
    ground: GoodsFound | None = None


# Classes whose goods are bought together (food, drink, health, wear, home).
_KIN = (
    frozenset({29, 30, 31, 32}),
    frozenset({32, 33}),
    frozenset({5, 29, 30}),
    frozenset({5, 10}),
    frozenset({5, 3}),
    frozenset({18, 25, 26}),
    frozenset({22, 23, 24, 25}),
    frozenset({20, 24, 27}),
    frozenset({7, 11}),
    frozenset({8, 21}),
    frozenset({2, 19}),
)
_NAMING = (
    "品类",
    "类别",
    "产品类别",
    "商品类别",
    "商品名称",
    "品名",
    "产品名称",
    "名称",
    "类型",
    "产品类型",
)
"""Attributes that say what the goods are."""


@cache
def goods_lexicon() -> Lexicon:
    """Every goods word → `group/class`."""
    labels: dict[str, str] = {}
    for section in load_lists("goods").values():
        for group in section:
            for word in group["words"]:
                labels.setdefault(word, f"{group['words'][0]}/{group['class']}")
    for nice, words in load_lists("goods_tails")["tails"].items():
        for word in words:
            labels.setdefault(word, f"{word}/{nice}")
    return Lexicon(labels)


PACKAGING = "包装袋"
"""Name of the group of packaging and labels."""
_DECISIVE = frozenset(
    {"书", "包装袋", "旅游", "酒店", "培训", "广告", "保险", "设计服务", "法律服务", "维修", "医院"}
)
"""Groups that name what is sold even where other goods are mentioned: a book about noodles."""
_WEAK = frozenset(
    map(
        fold,
        (
            "包装 礼盒 礼品盒 手提袋 食品 特产 土特产 零食 照片 植物 设备 展览 道具 大全 做法 加盟 套餐券 年货"
            " 开关 罐头 技术 袋子 托盘 方便食品 休闲食品 速食 塑料袋 培训 广告 维修 安装 检测服务"
        ).split(),
    )
)
"""Words that are said of many goods; they count only where nothing else names the goods."""


def relate(listing: Listing, right: Right, marks: Sequence[str] = ()) -> GoodsAnswer:
    """Compare the goods of `listing` with those of `right`; words inside `marks` do not count."""
    if not right.goods and not right.classes:
        return GoodsAnswer(relation=Relation.UNKNOWN)
    shown = list(goods_of(listing, marks))
    graded = [(grade(one, right), one) for one in shown]
    graded += [(Relation.SAME, one) for one in _named(listing, right, shown)]
    graded = [pair for pair in graded if not _is_stem(pair, graded)]
    graded = [pair for pair in graded if not _is_likeness(pair[1], listing.title)]
    return _answer([pair for pair in graded if _is_firm(pair)] or _hints(graded))


def _answer(graded: list[tuple[Relation, GoodsFound]]) -> GoodsAnswer:
    other = [one for relation, one in graded if relation is Relation.OTHER]
    for relation in (Relation.SAME, Relation.SIMILAR, Relation.NEAR):
        grounds = [one for grade, one in graded if grade is relation]
        if grounds and not _overrule(other, grounds):
            return GoodsAnswer(relation=relation, ground=grounds[0])
        if grounds:
            break
    if other:
        decisive = [one for one in other if one.group in _DECISIVE]
        return GoodsAnswer(relation=Relation.OTHER, ground=(decisive or other)[-1])
    return GoodsAnswer(relation=Relation.UNKNOWN)


def _is_firm(pair: tuple[Relation, GoodsFound]) -> bool:
    """Single characters and words said of anything count only for the right's own goods."""
    relation, one = pair
    word = one.word.word
    if len(word) == 1:
        return relation is Relation.SAME and one.word.text == word
    return word not in _WEAK or relation is Relation.SAME


def _hints(graded: list[tuple[Relation, GoodsFound]]) -> list[tuple[Relation, GoodsFound]]:
    """Words said of anything, where nothing else names the goods and they fit the right's."""
    return [
        (relation, one)
        for relation, one in graded
        if len(one.word.word) > 1 and relation in (Relation.SIMILAR, Relation.NEAR)
    ]


def _is_likeness(one: GoodsFound, title: str) -> bool:
    """Whether the word only says what something looks or tastes like (酸奶味, 西瓜图案)."""
    return one.field == "title" and title[one.word.span[1] :].startswith(_LIKENESS)


_LIKENESS = ("图案", "造型", "形状", "味", "口味", "风味", "色", "纹", "香型", "元素", "主题")


def _is_stem(pair: tuple[Relation, GoodsFound], graded: list[tuple[Relation, GoodsFound]]) -> bool:
    """Whether a word for other goods follows at once, as 袋 in 面粉袋: then flour is not sold."""
    _, own = pair
    return any(
        relation is Relation.OTHER
        and after.field == own.field
        and after.word.span[0] == own.word.span[1]
        and after.word.word in _tails()
        for relation, after in graded
    )


def _overrule(other: list[GoodsFound], own: list[GoodsFound]) -> bool:
    """Whether the words for other goods say what is really sold.

    A category decides; so does a word for books, packaging, journeys; else the last word of the
    title, where Chinese puts the head of the phrase, if nothing of the right's goods is near it.
    """
    if any(one.field != "title" for one in other) and all(one.field == "title" for one in own):
        return True
    firm = [one for one in other if one.field == "title" and one.word.word not in _WEAK]
    if any(one.group in _DECISIVE for one in firm):
        return True
    titled = [one for one in own if one.field == "title"]
    if not firm or not titled:
        return False
    return all(f.word.span[0] > t.word.span[0] for f in firm for t in titled) and len(firm) >= len(
        titled
    )


@cache
def _tails() -> frozenset[str]:
    lists = load_lists("goods_tails")["tails"]
    return frozenset(fold(word) for words in lists.values() for word in words)


def goods_of(listing: Listing, marks: Sequence[str] = ()) -> Iterator[GoodsFound]:
    """Goods words of the fields that name what is sold; what is part of a mark is no goods."""
    for name, text in _goods_texts(listing):
        for mark in marks:
            text = text.replace(mark, "\n" * len(mark))
        for word in goods_lexicon().find(text):
            group, nice = word.label.split("/")
            yield GoodsFound(field=name, word=word, group=group, nice=int(nice))


def _goods_texts(listing: Listing) -> Iterator[tuple[str, str]]:
    yield "title", listing.title[:500]
    if listing.category:
        yield "category", " > ".join(listing.category)
    for key in _NAMING:
        if text := listing.attributes.get(key):
            yield f"attributes.{key}", text[:100]


def grade(found: GoodsFound, right: Right) -> Relation:
    """How one goods word relates to the goods and classes of a right."""
    names, groups, classes = _own(right)
    word = found.word.word
    if word in names or (found.group in groups and _is_head(found, names)):
        return Relation.SAME
    if found.group in groups or any(word.endswith(name) for name in names if len(name) > 1):
        return Relation.SIMILAR
    if found.nice in classes:
        return Relation.SIMILAR
    if any(found.nice in kin and not kin.isdisjoint(classes) for kin in _KIN):
        return Relation.NEAR
    return Relation.OTHER


def _is_head(found: GoodsFound, names: frozenset[str]) -> bool:
    """Whether the right is registered for the whole group (乳制品 covers 奶酪)."""
    return fold(found.group) in names


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


def _named(listing: Listing, right: Right, shown: Sequence[GoodsFound]) -> Iterator[GoodsFound]:
    """The right's own goods words that the lexicon does not know."""
    names = [name for name in right.goods if name not in goods_lexicon()]
    title = listing.title[:500]
    for name in names:
        place = title.find(name)
        if place < 0 or any(_covers(one, place, place + len(name)) for one in shown):
            continue
        span = (place, place + len(name))
        word = WordFound(word=fold(name), label="", span=span, text=name)
        yield GoodsFound(field="title", word=word, group=name, nice=0)


def _covers(found: GoodsFound, start: int, end: int) -> bool:
    first, last = found.word.span
    return found.field == "title" and first <= start and end <= last and last - first > end - start


def is_packaging_or_label(found: GoodsFound) -> bool:
    """Whether the word names packaging or labels, which say nothing of what is inside."""
    return found.group == PACKAGING or found.word.word in _WEAK
