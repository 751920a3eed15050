"""Goods words (商品词): the words of a listing that name what is sold, with their Nice classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.goods_texts import goods_texts
from classifiers.goods.lexicon import Lexicon, WordMatch, labelled, load_lists
from classifiers.goods.mere_words import names_no_goods
from classifiers.goods.nice_classes import MATERIALS, SERVICES
from classifiers.goods.pack_words import (
    GIFT,
    MEANT_FOR,
    MEANT_FOR_TRADE,
    PACKED,
    PRINTED,
    SHARE,
    VESSELS,
)
from classifiers.goods.table_names import with_table_names
from storage.records import Listing

PACKAGING = "包装袋"
"""Name of the group of packaging and labels."""
_LIKENESS = (
    "控温", "图案", "造型", "形状", "味", "口味", "风味", "色", "纹", "香型", "元素", "主题", "印花",
)  # fmt: skip
"""What follows a word that only says what something looks or tastes like (酸奶味饼干)."""
_CONTAINERS = frozenset({18, 21})  # classes of what goods may be packed in, beside packaging itself
_BEFORE = (
    "送", "赠", "赠送", "附赠", "加送", "适用", "适用于", "适合", "用于", "可用于", "专为", "可做",
    "搭配", "不含", "不带", "不送", "非",
)  # fmt: skip
"""What stands before goods that come free with others or not at all, or that the goods sold are
meant for."""
_BEHIND = ("专用", "配套", "伴侣", "适用", "通用", "同款包装")
"""What stands behind goods that the goods sold are only meant for (拖拉机配套)."""
_FILLER = re.compile(r"(?:\n|同款|牌|款|的|一样)+$")
_FILLER_ENDS = ("\n", "款", "牌", "的", "样")
"""What stands between such a word and the goods: a mark, left blank, and 同款 (可做某某同款老酸奶)."""
_CODES = ("码", "厂直供", "店同款")
"""What makes a mere detail of a word before: 物流码, 瓶盖码, 修理厂直供."""
_TRADES = ("厂用", "厂专用", "店用", "店专用", "行用", "馆用", "厂房用")
"""What makes a buyer's trade of goods before: 服装厂用, 烘焙店专用."""
_AFTER = (*_LIKENESS, *_BEHIND, *_CODES, *_TRADES)


class GoodsWord(NamedTuple):
    """A goods word of the listing with its group and Nice class."""

    field: str
    match: WordMatch
    group: str
    nice: int
    """Nice class; 0 where the lists name none."""

    @property
    def firm(self) -> bool:
        """Whether the word names goods by itself: single characters and 礼盒 do not."""
        if self.field == "shop":
            return True  # a trade in the shop's name says what it deals in
        return len(self.match.word) > 1 and self.match.word not in weak_words()


def labelled_goods(field: str, word: WordMatch) -> GoodsWord:
    """A goods word as its label `group/class` has it."""
    group, nice = _parted(word.label)
    return GoodsWord(field=field, match=word, group=group, nice=nice)


@cache
def _parted(label: str) -> tuple[str, int]:
    group, nice = label.split("/")
    return group, int(nice)


@cache
def goods_lexicon() -> Lexicon:
    """Every goods word → `group/class`."""
    labels: dict[str, str] = {}
    for section in load_lists("goods").values():
        for group in section:
            for word in group["words"]:
                labels.setdefault(str(word), f"{group['words'][0]}/{group['class']}")
    for nice, words in load_lists("goods_tails")["tails"].items():
        for word in words:
            labels.setdefault(word, f"{word}/{nice}")
    return Lexicon(labels)


@cache
def title_lexicon() -> Lexicon:
    """What titles are read with: `goods_lexicon`, and names that the office's table holds besides."""
    return Lexicon(with_table_names(goods_lexicon().labelled()))


@cache
def _tails() -> re.Pattern[str]:
    """What makes packaging, machines, books of a goods word when it follows (面粉 + 袋)."""
    lists = load_lists("goods_tails")["tails"]
    words = sorted((word for words in lists.values() for word in words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def weak_words() -> frozenset[str]:
    """Words that are said of many goods; they count only where nothing else names the goods."""
    return frozenset(fold(word) for word in load_lists("goods_tails")["weak"])


@cache
def apart_groups() -> frozenset[str]:
    """Groups similar to nothing but themselves although their class is one with others."""
    return frozenset(load_lists("goods_tails")["apart"])


@cache
def buyer_words() -> frozenset[str]:
    """Services that sellers of other goods name as their buyers (餐饮, 酒店)."""
    return frozenset(fold(word) for word in load_lists("goods_tails")["buyers"])


def goods_of(listing: Listing, marks: Sequence[str] = ()) -> list[GoodsWord]:
    """Goods words of the fields that name what is sold.

    What is part of a mark, a gift, a taste, a pack (餐饮装) or the stem of another word (面粉 in
    面粉袋) is not.
    """
    words = [
        word
        for name, text in goods_texts(listing)
        for word in _heads_only(list(_words(name, text, marks)))
    ]
    if any(word.firm for word in words):
        return words  # a bookshop may sell shoes: its trade speaks only where nothing else does
    return words + list(_trade(listing.shop or ""))


def _trade(shop: str) -> Iterator[GoodsWord]:
    """What the trade that a shop's name tells deals in."""
    for trade in _trades().find(shop):
        group, nice = _parted(goods_lexicon().label(trade.label) or f"{trade.label}/0")
        yield GoodsWord(field="shop", match=trade, group=group, nice=nice)
        return


@cache
def _trades() -> Lexicon:
    return Lexicon(labelled(load_lists("goods_tails")["trades"]))


def _heads_only(words: list[GoodsWord]) -> Iterator[GoodsWord]:
    """Without words that the next one makes a mere part of its name: of 白酒酒杯 the glass.

    Chinese puts the head of a phrase last. Goods of one class may be listed without a comma.
    """
    starts = {word.match.span[0]: word for word in words if word.firm}
    for word in words:
        head = starts.get(word.match.span[1])
        same_phrase = head is not None and head.nice != word.nice and not _is_taste(head, word)
        if head is None or not same_phrase or head.match.word in buyer_words():
            yield word


def _is_taste(head: GoodsWord, word: GoodsWord) -> bool:
    """Whether fresh fruit behind prepared food only says what it tastes of: 酸奶 + 草莓."""
    return head.nice == _FRESH and word.nice in _PREPARED


_FRESH = 31
"""Nice class of fresh fruit and vegetables."""
_PREPARED = frozenset({3, 5, 29, 30, 32, 33})
"""Nice classes of cosmetics, remedies, food and drink that have tastes and scents."""


def _words(field: str, text: str, marks: Sequence[str]) -> Iterator[GoodsWord]:
    whole = text
    for mark in marks:
        text = text.replace(mark, "\n" * len(mark))
    for word in title_lexicon().crossing(whole, text):  # of 半山咖啡馆 the 咖啡馆, mark or none
        yield labelled_goods(field, word)
    for word in title_lexicon().find(text):
        start, end = word.span
        if goes_with(text[:start]) or text[end:].startswith(_AFTER):
            continue
        if _says_pack_or_buyer(word, text) or names_no_goods(word, text, goods_lexicon()):
            continue
        tail = _tail(text, end)
        if tail and (len(tail) > 1 or len(word.word) > 1):
            yield _compound(field, text, word, tail)
            continue
        yield labelled_goods(field, word)


def goes_with(before: str) -> bool:
    """Whether the words before make a gift, a use or a side dish of the goods that follow."""
    if before.endswith(_FILLER_ENDS):
        before = _FILLER.sub("", before)
    served = before[-1:] in _SERVED_WITH and not before[-2:-1].strip()
    return (served and bool(before)) or before.endswith(_BEFORE)


_SERVED_WITH = frozenset("搭配炖拌蘸泡做下送")
"""One character before goods that the goods sold go with: 挂面 拌炸酱."""


def _says_pack_or_buyer(word: WordMatch, text: str) -> bool:
    """Whether the word only tells how goods are packed, for whom, or of which material by a share."""
    end = word.span[1]
    buyer = word.word in buyer_words()
    if GIFT.fullmatch(word.word) or _is_share(word, text):
        return True
    if _parted(word.label)[1] >= SERVICES and MEANT_FOR_TRADE.match(text, end):
        return True
    if PACKED.match(text, end):
        group, nice = _parted(word.label)
        return buyer or group == PACKAGING or nice in _CONTAINERS or word.word in weak_words()
    return buyer and MEANT_FOR.match(text, end) is not None


def _is_share(word: WordMatch, text: str) -> bool:
    """Whether the word is a material by a share, as in 100%羊绒; juice is goods."""
    return _parted(word.label)[1] in MATERIALS and bool(SHARE.search(text[: word.span[0]]))


@cache
def head_groups() -> dict[str, str]:
    """Characters that make other goods of a word they follow → `group/class`."""
    lexicon = goods_lexicon()
    heads = load_lists("goods_tails")["heads"]
    return {head: lexicon.label(group) or f"{group}/0" for head, group in heads.items()}


_NO_BAG = tuple("邮装裹括退换赔甜熟子月年")
"""What makes a promise of the bag: 羊肉包邮, 蜜瓜包甜."""


def _head(text: str, end: int) -> str | None:
    """The single character that makes other goods of the word before (蓝莓 + 酒); none where it
    begins a word of its own (蓝莓 酒店)."""
    head = text[end : end + 1]
    if head == "包" and text[end + 1 : end + 2] in _NO_BAG:
        return None
    if head not in head_groups() or PACKED.match(text, end + 1):
        return None
    return None if text[end : end + 2] in load_confusions().words else head


def is_stem(text: str, end: int) -> bool:
    """Whether what follows at once makes other goods, or a mere likeness, of the word before."""
    return text[end : end + 8].startswith(_AFTER) or _tail(text, end) is not None


def _tail(text: str, end: int) -> str | None:
    """The tail that follows at once, the longest of them; none where it is a pack (编织袋装)."""
    tail = _tails().match(text, end)
    if tail is None:
        machine = _MACHINE.match(text, end)
        return machine[0] if machine else _head(text, end)
    return None if PACKED.match(text, tail.end()) else tail[0]


_NOT_BEFORE_MACHINE = "手飞有随司商无时转生动危契投挂柜整单裸"
"""Characters with which 机 makes no machine: 手机, 有机, 商机, 随机; chosen by hand."""
_MACHINE = re.compile(
    rf"""
    [\u4e00-\u9fff]{{1,3}}?                # what it does: 削皮
    (?<![{_NOT_BEFORE_MACHINE}]) 机
    (?![\u4e00-\u9fff])                   # the word ends here
    """,
    re.VERBOSE,
)
"""What makes a machine for goods of the word before: 土豆 + 削皮机."""
NO_MACHINE = re.compile(f"[{_NOT_BEFORE_MACHINE}]机$")
"""Words that end like machines and are none."""


def _compound(field: str, text: str, stem: WordMatch, tail: str) -> GoodsWord:
    """面粉 + 包装袋: one word for goods of the tail's kind."""
    span = (stem.span[0], stem.span[1] + len(tail))
    written = text[slice(*span)]
    label = head_groups().get(tail) or goods_lexicon().label(tail)
    if label is None and tail.endswith("机"):
        label = goods_lexicon().label("机器")
    if tail in VESSELS and PRINTED.search(text):
        label = goods_lexicon().label(PACKAGING)
    group, nice = (label or f"{tail}/0").split("/")
    word = WordMatch(word=fold(written), label=f"{group}/{nice}", span=span, text=written)
    return GoodsWord(field=field, match=word, group=group, nice=int(nice))
