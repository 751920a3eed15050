"""Sifting (筛除): near forms that what stands around them shows to be chance, many at a glance.

A form that tells little must not stand amid running text; one torn from a word of two the closer
look would turn away too (see `wording`). Most near forms in real titles go here.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifiers.characters.alphabet import SIZE, Int32Array, character_numbers
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import Folded
from classifiers.matching.near_matches import NearMatches

EMBEDDED = 3.0
"""Bits more that a near form must tell where characters run on before and behind it: marks mostly
begin or end a phrase, chance finds mostly do not."""
TORN_UP_TO = 3
"""Longest mark of which a near form may be pieces of two words."""
SURE = 7.0
"""Bits beyond what is enough from which a near form of a mark of three is no chance, whatever words it stands amid."""


def drop_chance_matches(near: NearMatches, folded: Folded) -> NearMatches:
    """The near forms that are worth a closer look."""
    if not len(near.form):
        return near
    before, behind = folded.touched(near.start, near.end)
    embedded = before & behind & (near.spare < EMBEDDED)
    torn = _begins_in_word(near.start, before, folded) | _ends_in_word(near.end, behind, folded)
    length = near.end - near.start
    torn &= (length <= TORN_UP_TO) & ((length == 2) | (near.spare < SURE))
    return near.where((near.infix >= 0) | ~(embedded | torn))


def _begins_in_word(
    start: Int32Array, touched: NDArray[np.bool_], folded: Folded
) -> NDArray[np.bool_]:
    """Whether the first character and the one that touches it are a word of two."""
    adjacent: NDArray[np.bool_] = touched & (folded.origin[start - 1] == folded.origin[start] - 1)
    return adjacent & _is_word(folded.text, np.where(adjacent, start - 1, 0))


def _ends_in_word(end: Int32Array, touched: NDArray[np.bool_], folded: Folded) -> NDArray[np.bool_]:
    """The same of the last character and the one behind it."""
    behind = np.minimum(end, len(folded.text) - 1)
    adjacent: NDArray[np.bool_] = touched & (folded.origin[behind] == folded.origin[end - 1] + 1)
    return adjacent & _is_word(folded.text, np.where(adjacent, end - 1, 0))


def _is_word(text: str, places: Int32Array) -> NDArray[np.bool_]:
    """Whether the two characters from each place on are a word; ones unknown to the alphabet never."""
    number = character_numbers(text)
    keys = number[places] * SIZE + number[np.minimum(places + 1, len(number) - 1)]
    words = _words()
    is_word: NDArray[np.bool_] = (
        words[np.searchsorted(words, keys).clip(max=len(words) - 1)] == keys
    )
    return is_word


@cache
def _words() -> Int32Array:
    """Every word of two characters, common or seldom, as one number, sorted."""
    table = load_confusions()
    words = [word for word in {*table.words, *table.seldom} if len(word) == 2]
    first, second = character_numbers("".join(words)).reshape(-1, 2).T
    return np.sort((first * SIZE + second)[(first > 0) & (second > 0)])
