"""Ordinary words (普通词语): what says something by itself and so names nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.characters.word_rows import parted
from classifiers.goods.gazetteer import load_gazetteer
from classifiers.goods.lexicon import load_lists
from classifiers.goods.words import goods_lexicon


def is_spoken(folded: str) -> bool:
    """Whether a folded text is a word of the language that is in everybody's mouth."""
    return load_confusions().words.get(folded, -1) >= _SPOKEN


_SPOKEN = 3
"""Rank (0..9, `Confusions.words`) from which a word is in everybody's mouth; chosen by hand in 2026."""


@lru_cache(maxsize=1 << 14)
def means_something(folded: str) -> bool:
    """Whether a folded text is a word of the language, holds one for goods or begins with a place."""
    return (
        folded in load_confusions().words
        or bool(goods_lexicon().find(folded))
        or load_gazetteer().leading(folded) is not None
    )


@lru_cache(maxsize=1 << 14)
def is_attributive(folded: str) -> bool:
    """Whether a folded text says how, for whom or whence goods are, of goods of any kind (天然, 农家, 手工), be
    it in several such words (韩版休闲) or as an offer (买二送一)."""
    return _is_row(folded) or _OFFER.fullmatch(folded) is not None


_OFFER = re.compile("买[一二两三四五六七八九十1-9]{1,2}[送发赠得].")
"""An offer of so many for so many."""


def _is_row(folded: str) -> bool:
    """Whether a text is such words in a row, one at least, and characters that only link them."""
    words, longest = _attributives()
    behind_word = {0: False}
    for start, end in parted(folded, words, longest):
        says = behind_word[start] or words[folded[start:end]]
        behind_word[end] = says or behind_word.get(end, False)
    return behind_word.get(len(folded), False)


@cache
def _attributives() -> tuple[Mapping[str, bool], int]:
    """Folded words and links, each with whether it says something by itself; the length of the longest."""
    lists = load_lists("attributives").values()
    words = dict.fromkeys(_LINKS, False) | {fold(word): True for words in lists for word in words}
    return words, max(map(len, words))


_LINKS = "男女童款版型新的"
"""Characters beside which such words stand: 百搭款, 女时尚, 新款百搭."""


def is_in_use(folded: str) -> bool:
    """Whether a folded text is a word that everybody uses: of the language, for goods, or of any goods."""
    return is_spoken(folded) or is_attributive(folded) or folded in goods_lexicon()


def is_listed(folded: str) -> bool:
    """Whether a folded text is a word of the language, however rare."""
    return folded in load_confusions().words


def is_colour(folded: str) -> bool:
    """Whether a folded text names a shade after a thing (枫叶红, 豆沙色)."""
    shade = _SHADE.fullmatch(folded)
    return shade is not None and is_listed(shade[1])


_SHADE = re.compile("(.{2,})(?:[红橙黄绿青蓝紫粉棕灰黑白金银]色?|色)")
