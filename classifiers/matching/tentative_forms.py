"""Tentative forms (存疑近似): likenesses too faint to be read as the mark anywhere, sought where a mark
would stand, at the beginning of a phrase.

By itself such a likeness says nothing (白家 for 白象); at the head of a listing for the very goods of
the mark a buyer may take it for the mark. Whether the goods are there is not decided here
(`Match.tentative`). A seed is one unchanged character, or the sounds of the first two.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from classifiers.characters.alphabet import (
    LATIN_NUMBERS,
    SIZE,
    STEPS_PER_BIT,
    Int32Array,
    character_numbers,
    sound_class_by_number,
)
from classifiers.characters.folding import Folded
from classifiers.characters.sound_classes import spellings
from classifiers.matching.costs import cost_of
from classifiers.matching.form_table import FormTable
from classifiers.matching.key_index import KeyIndex
from classifiers.matching.near_filter import ends_in_word
from classifiers.matching.near_matches import (
    NO_NEAR_MATCHES,
    NearMatches,
    concatenated,
    replaced_places,
)
from classifiers.matching.sound_seeds import SOUND_CLASSES
from classifiers.matching.word_boundaries import are_words

_SEEDED = 4
"""Characters of a form, from its first, one of which must be unchanged; chosen by hand."""
_ENOUGH = np.array(
    [0, 0, *(cost_of(f"enough-tentative-{n}") for n in ("2", "3", "long"))], dtype=np.float64
)
"""Bits that a tentative form must tell, by length of the mark; the last for longer ones."""
_RUNS_ON = round(cost_of("tentative-runs-on") * STEPS_PER_BIT)
"""Steps more where a mark of two runs on into the next word."""
_SOUNDING = round(cost_of("pair-likeness") * STEPS_PER_BIT)
"""Steps that each character must tell where none is unchanged."""
TENTATIVE_SPARE = -1.0
"""Stands for the spare bits of a tentative form, of which there are none."""


class TentativeForms:
    """The forms of a table, indexed by single characters and by the sounds of their first two."""

    def __init__(self, table: FormTable) -> None:
        self._table = table
        length = np.minimum(table.length, len(_ENOUGH) - 1)
        self._enough = np.round(_ENOUGH[length] * STEPS_PER_BIT).astype(np.int32)
        self._seeds = self._index_characters()
        self._sounds = self._index_sounds()

    def _index_characters(self) -> KeyIndex:
        keys, forms = [], []
        for place in range(min(_SEEDED, self._table.longest)):
            form = np.flatnonzero(self._table.length > place).astype(np.int32)
            keys.append((place * SIZE + self._table.texts[form, place]).astype(np.int32))
            forms.append(form)
        return KeyIndex(keys, forms, _SEEDED * SIZE)

    def _index_sounds(self) -> KeyIndex:
        pairs = [
            (spelt[0] * SOUND_CLASSES + spelt[1], form)
            for form, text in enumerate(self._table.written)
            for spelt in {spelling[:2] for spelling in spellings(text[:2])}
        ]
        keys, forms = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
        return KeyIndex([keys], [forms], SOUND_CLASSES**2)

    def find(self, folded: Folded) -> NearMatches:
        """The tentative forms that begin a phrase of the text and end no longer word."""
        starts = folded.phrase_starts
        if not len(self._table.numbers) or not len(starts):
            return NO_NEAR_MATCHES
        text = character_numbers(folded.text)
        parts = [
            self._told_at(forms, first, length, text, folded)
            for forms, first, length in self._candidates(text, starts)
        ]
        return concatenated(parts) if parts else NO_NEAR_MATCHES

    def _candidates(
        self, text: Int32Array, starts: Int32Array
    ) -> Iterator[tuple[Int32Array, Int32Array, int]]:
        """(forms, starts, length) of one length at a time, each pair once."""
        pairs = []
        for place in range(_SEEDED):
            inside = starts[starts + place < len(text)]
            places, forms = self._seeds.find(place * SIZE + text[inside + place])
            pairs.append(forms.astype(np.int64) * len(text) + inside[places])
        inside = starts[starts + 1 < len(text)]
        sound = sound_class_by_number()
        keys = sound[text[inside]] * SOUND_CLASSES + sound[text[inside + 1]]
        places, forms = self._sounds.find(keys)
        pairs.append(forms.astype(np.int64) * len(text) + inside[places])
        joined = np.sort(np.concatenate(pairs))
        joined = joined[np.diff(joined, prepend=-1) > 0]
        form, start = np.divmod(joined, len(text))
        fits = start + self._table.length[form] <= len(text)
        form, start = form[fits], start[fits]
        for length in np.unique(self._table.length[form]).tolist():
            those = self._table.length[form] == length
            yield form[those], start[those], length

    def _told_at(
        self, forms: Int32Array, starts: Int32Array, length: int, text: Int32Array, folded: Folded
    ) -> NearMatches:
        table = self._table
        shape = (len(forms),)
        steps, strange, unchanged, least = (np.zeros(shape, dtype=np.int32) for _ in range(4))
        least += 255
        for place in range(length):
            written = text[starts + place]
            bits = table.bits[table.rows[forms, place], written].astype(np.int32)
            same = written == table.texts[forms, place]
            steps += bits
            strange += np.where(written > LATIN_NUMBERS, bits == 0, length * (bits == 0))
            unchanged += same
            least = np.minimum(least, bits)
        fits = (unchanged < length) & (steps >= self._enough[forms])
        if length == 2:
            fits &= (strange == 0) & ((unchanged > 0) | (least >= _SOUNDING))
        else:
            left = (strange == 1) & (unchanged >= length - 1)
            fits &= (strange == 0) | (left & ~_left_is_word(text, starts, length))
        forms, starts, steps = forms[fits], starts[fits], steps[fits]
        _, behind = folded.touched(starts, starts + length)
        keeps = ~ends_in_word(starts + length, behind, folded)
        if length == 2:
            keeps &= ~behind | (steps >= self._enough[forms] + _RUNS_ON)
        those, starts = forms[keeps], starts[keeps]
        spare = np.full(len(those), TENTATIVE_SPARE)
        return replaced_places(table.numbers[those], starts, length, spare)


def _left_is_word(text: Int32Array, starts: Int32Array, length: int) -> NDArray[np.bool_]:
    """Whether the first or the last two of the characters from each start on are a plain word: with one
    of three replaced, 设计感 is no 设计师."""
    if length > _SHORT or not len(starts):
        return np.zeros(len(starts), dtype=np.bool_)
    first = text[starts] * SIZE + text[starts + 1]
    last = text[starts + length - 2] * SIZE + text[starts + length - 1]
    return are_words(first, seldom=False) | are_words(last, seldom=False)


_SHORT = 3
"""Characters of a mark of which two that are left may be a word by themselves."""
