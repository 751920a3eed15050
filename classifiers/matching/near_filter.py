"""Filter of near forms (筛除): drops those that their surroundings show to be chance, many at a glance.

A form that tells little must not stand amid running text; one torn from a word of two the closer
look would turn away too (see `word_boundaries`). Most near forms in real titles go here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from classifiers.characters.alphabet import SIZE, Int32Array, character_numbers
from classifiers.characters.folding import Folded
from classifiers.matching.costs import cost_of
from classifiers.matching.near_matches import NearMatches
from classifiers.matching.word_boundaries import are_words

EMBEDDED = cost_of("embedded")
"""Bits more that a near form must tell where characters run on before and behind it: marks mostly
begin or end a phrase, chance matches mostly do not."""
TORN_UP_TO = int(cost_of("torn-up-to"))
"""Characters of the longest mark of which a near form may be pieces of two words."""
SURE = cost_of("sure")
"""Bits beyond what is enough from which a near form of a mark of three is no chance, whatever words
it stands amid."""


def drop_chance_matches(near: NearMatches, folded: Folded) -> NearMatches:
    """The near forms that are worth a closer look; all columns are int32 or float64 of one shape (n,)."""
    if not len(near.form):
        return near
    before, behind = folded.touched(near.start, near.end)
    embedded = before & behind & (near.spare < EMBEDDED)
    torn = _begins_in_word(near.start, before, folded) | ends_in_word(near.end, behind, folded)
    length = near.end - near.start
    torn &= (length <= TORN_UP_TO) & ((length == 2) | (near.spare < SURE))
    return near.where((near.infix >= 0) | ~(embedded | torn))


def _begins_in_word(
    start: Int32Array, touched: NDArray[np.bool_], folded: Folded
) -> NDArray[np.bool_]:
    """Whether the first character and the one that touches it are a word of two."""
    adjacent: NDArray[np.bool_] = touched & (folded.origin[start - 1] == folded.origin[start] - 1)
    return adjacent & _is_word(folded.text, np.where(adjacent, start - 1, 0))


def ends_in_word(end: Int32Array, touched: NDArray[np.bool_], folded: Folded) -> NDArray[np.bool_]:
    """The same of the last character and the one behind it."""
    behind = np.minimum(end, len(folded.text) - 1)
    adjacent: NDArray[np.bool_] = touched & (folded.origin[behind] == folded.origin[end - 1] + 1)
    return adjacent & _is_word(folded.text, np.where(adjacent, end - 1, 0))


def _is_word(text: str, places: Int32Array) -> NDArray[np.bool_]:
    """bool of the shape of `places`: whether the two characters from each place on are a word."""
    number = character_numbers(text)
    following = np.minimum(places + 1, len(number) - 1)
    return are_words(number[places] * SIZE + number[following], seldom=True)
