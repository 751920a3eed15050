"""Ordinary words (普通词语): what says something by itself and so names nobody."""

from __future__ import annotations

from functools import cache, lru_cache

from classifiers.characters.confusion_table import load_confusions
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


def is_attributive(folded: str) -> bool:
    """Whether a folded text says how, for whom or whence goods are, of goods of any kind (天然, 农家, 手工)."""
    return folded in _attributives()


@cache
def _attributives() -> frozenset[str]:
    return frozenset(word for words in load_lists("attributives").values() for word in words)
