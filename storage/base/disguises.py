"""变形: the ways in which a mark is disguised, as the matcher finds them and an officer reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol


class Disguise(StrEnum):
    """变形方式."""

    EXACT = "exact"
    WIDTH = "width-case"
    SCRIPT = "script"
    SEPARATED = "separators"
    PINYIN = "pinyin"
    INITIALS = "initials"
    MIXED_PINYIN = "pinyin-mixed"
    INSERTED_PINYIN = "pinyin-inserted"
    SOUND = "sound"
    SHAPE = "shape"
    REPLACED = "replaced"
    SPLIT = "split"
    REVERSED = "reversed"
    INFIX = "infix"
    OMISSION = "omission"
    LATIN = "latin-look-alike"
    JOINED = "joined"
    PARTS = "parts"
    """Both parts of the sign, apart: place and goods, or the distinctive and the descriptive part."""
    PART = "part"
    """The place, or the distinctive part, of the sign alone."""
    GOODS_PART = "goods-part"
    """The name of the goods in the sign alone: 铁观音 of 安溪铁观音."""
    ADDED = "added"
    """The sign with a character or a word set before or behind it that makes a longer name of it."""


SAME_SIGN = frozenset({Disguise.EXACT, Disguise.WIDTH, Disguise.SCRIPT, Disguise.SEPARATED})
"""Ways of writing that leave the sign the same (相同商标): size, case, width, script and spacing of its
characters make no difference to the eye (最高人民法院 法释〔2002〕32号 art. 9, 商标侵权判断标准)."""

PARTS_ALONE = frozenset({Disguise.PART, Disguise.GOODS_PART})
"""Ways of writing in which only one part of the sign stands there, and no likeness of the whole."""

CHINESE = {
    Disguise.EXACT: "原样使用",
    Disguise.WIDTH: "全半角或大小写变换",
    Disguise.SCRIPT: "繁体或异体字",
    Disguise.SEPARATED: "字间插入空格或符号",
    Disguise.PINYIN: "拼音",
    Disguise.INITIALS: "拼音首字母",
    Disguise.MIXED_PINYIN: "汉字与拼音混写",
    Disguise.INSERTED_PINYIN: "字间夹注拼音",
    Disguise.SOUND: "同音或近音字",
    Disguise.SHAPE: "形近字",
    Disguise.REPLACED: "换用一字",
    Disguise.SPLIT: "拆字",
    Disguise.REVERSED: "颠倒字序",
    Disguise.INFIX: "中间加字",
    Disguise.OMISSION: "缺字",
    Disguise.LATIN: "形近或音近字母、数字",
    Disguise.JOINED: "两字合写为一字",
    Disguise.PARTS: "标识的两部分拆开使用",
    Disguise.PART: "仅含标识的一部分",
    Disguise.GOODS_PART: "仅含标识中的商品名",
    Disguise.ADDED: "前后加字",
}

IN_PICTURE = "picture-only"
"""The words stand in the listing's pictures and nowhere in its text."""

DISGUISE_NAMES: Mapping[str, str] = {
    **{disguise.value: name for disguise, name in CHINESE.items()},
    IN_PICTURE: "仅出现在图片中",
}
"""Every disguise that a lead may be filed under."""


class MarkSignal(Protocol):
    """What a signal (研判依据) says of a mark."""

    @property
    def kind(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def how(self) -> str | None: ...


def disguise_of(signals: Iterable[MarkSignal]) -> str | None:
    """The disguise a lead is filed under: how its most telling mark is written.

    `signals` are those of an assessment; None where no mark in words was found.
    """
    marks = [mark for mark in signals if mark.kind == "mark"]
    if marks and all(mark.field == "image_text" for mark in marks):
        return IN_PICTURE
    disguised = [mark for mark in marks if mark.how in DISGUISE_NAMES]
    telling = max(disguised, key=lambda mark: mark.weight, default=None)
    return None if telling is None else telling.how
