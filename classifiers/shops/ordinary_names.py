"""Ordinary names (普通词语、地名): cores that shops bear without thinking of anybody's mark."""

from __future__ import annotations

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold
from classifiers.goods.gazetteer import PlaceLevel, load_gazetteer
from classifiers.goods.words import goods_lexicon
from storage.records import Right


def is_ordinary(core: str, right: Right) -> bool:
    """Whether a core is a word of the language, a place, a name of goods, or has another meaning in the
    right's record (含义)."""
    table = load_confusions()
    level = load_gazetteer().level(core)
    return (
        core in table.words
        or (level is not None and level <= PlaceLevel.TOWN)
        or goods_lexicon().label(core) is not None
        or any(fold(meaning.text) == core for meaning in right.meanings)
        or any(fold(place) == core for place in right.place)
    )
