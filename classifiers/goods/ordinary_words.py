"""Ordinary words (普通词语): what says something by itself and so names nobody."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
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
    return _attributives().fullmatch(folded) is not None


@cache
def _attributives() -> re.Pattern[str]:
    """Such words in a row, and characters that only link them; an offer of so many for so many."""
    lists = load_lists("attributives")
    words = sorted(
        (fold(word) for words in lists.values() for word in words), key=len, reverse=True
    )
    row = "|".join(map(re.escape, words))
    number = r"[一二两三四五六七八九十1-9]"
    return re.compile(rf"[{_LINKS}]*(?:{row})(?:{row}|[{_LINKS}])*|买{number}{{1,2}}[送发赠得].")


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
