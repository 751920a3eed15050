"""Near forms (近似标识): marks in which characters were replaced by others, or one was pushed in.

Nothing is written out: a place of a text at which two characters sound like two of a mark is a
seed, and what stands there is weighed character by character, in bits (see `alphabet`). All
seeds of a text are looked up at once, so ten thousand marks cost little more than a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from classifiers.characters.alphabet import (
    SIZE,
    STEPS_PER_BIT,
    Int32Array,
    character_numbers,
    rarity_by_number,
    sound_class_by_number,
)
from classifiers.matching.costs import cost_of
from classifiers.matching.form_table import FormTable
from classifiers.matching.key_index import KeyIndex
from classifiers.matching.near_matches import (
    NO_NEAR_MATCHES,
    NearMatches,
    concatenated,
    replaced_places,
)
from classifiers.matching.sound_seeds import SEED_REACH, SOUND_CLASSES, sound_seeds
from classifiers.matching.word_boundaries import are_words

INFIXES = (
    "大小新老真正好金银牌之的源家美福鑫优品上天御尚一喜特王记号坊堂香园村铺味"
    "人心宝爱乐华国中东西南北山水地海龙凤黑白红绿纯古原名农牧高级"
)
"""Characters that sellers push into a mark (新…, …大…, …源)."""

ENOUGH = {2: cost_of("enough-2"), 3: cost_of("enough-3")}
"""Bits that a near form must tell, by length of the mark: chance matches are so rare."""
ENOUGH_LONG = cost_of("enough-long")
"""The same for longer marks."""
FAINT = round(cost_of("pair-likeness") * STEPS_PER_BIT)
"""Steps of likeness below which a character of a mark of two is not taken for another."""
ENOUGH_UNCHANGED = cost_of("enough-unchanged")
"""Bits of what is left of a mark of four or more in which one character is any other."""
ENOUGH_INFIX = {2: cost_of("enough-infix-2"), 3: cost_of("enough-infix-3")}
"""The same of a mark into which one of INFIXES is pushed, by its length."""
ENOUGH_INFIX_LONG = cost_of("enough-infix-long")
"""The same for longer marks."""
ANY_INFIX = cost_of("any-infix")
"""More bits where the character pushed in is any other."""
_BLOCK = 1 << 18
"""Characters searched together, so that memory stays flat; chosen by hand."""
_TOO_STRANGE = 2
"""A sign that is no character of the alphabet counts as two that are unlike the mark's."""


class NearForms:
    """The forms whose near forms are sought, compiled."""

    def __init__(self, table: FormTable) -> None:
        self._numbers, self._length, self._longest = table.numbers, table.length, table.longest
        self._texts, self._bits, self._rows = table.texts, table.bits, table.rows
        bits = rarity_by_number()[self._texts].sum(axis=1)
        lengths = [int(length) for length in self._length]
        need = [ENOUGH.get(length, ENOUGH_LONG) for length in lengths]
        self._enough = np.array(
            [round(bits_needed * STEPS_PER_BIT) for bits_needed in need], dtype=np.int32
        )
        self._infix_spare = bits - [ENOUGH_INFIX.get(n, ENOUGH_INFIX_LONG) for n in lengths]
        self._pairs = self._index_pairs()
        self._seeds = self._index_seeds(table.written)
        self._gaps = self._index_gaps()
        self._infixes = np.zeros(SIZE, dtype=bool)
        self._infixes[character_numbers(INFIXES)] = True

    def _index_pairs(self) -> KeyIndex:
        """Every way to write a mark of two characters with one of them replaced.

        A word of the language is read as that word.
        """
        keys, forms = [], []
        alike: dict[int, Int32Array] = {}
        for place in np.flatnonzero(self._length == 2):
            mark_characters, rows = self._texts[place], self._bits[self._rows[place, :2]]
            for replaced in (0, 1):
                least = self._enough[place] - int(rows[1 - replaced][mark_characters[1 - replaced]])
                replacements = self._alike(int(self._rows[place, replaced]), alike)
                able = rows[replaced][replacements] >= least
                replacements = replacements[able & (replacements != mark_characters[replaced])]
                key = (
                    replacements * SIZE + mark_characters[1]
                    if replaced == 0
                    else mark_characters[0] * SIZE + replacements
                )
                keys.append(key)
                forms.append(np.full(len(key), place, dtype=np.int32))
        if not keys:
            return KeyIndex([], [], SIZE * SIZE)
        key, form = np.concatenate(keys), np.concatenate(forms)
        no_word = ~are_words(key, seldom=False)
        return KeyIndex([key[no_word]], [form[no_word]], SIZE * SIZE)

    def _alike(self, row: int, alike: dict[int, Int32Array]) -> Int32Array:
        """The numbers of the characters that are like that of one row, remembered in `alike`."""
        numbers = alike.get(row)
        if numbers is None:
            numbers = np.flatnonzero(self._bits[row] >= FAINT).astype(np.int32)
            alike[row] = numbers
        return numbers

    def _index_seeds(self, texts: Iterable[str]) -> KeyIndex:
        keys, stands = [], []
        for form, text in enumerate(texts):
            if len(text) > 2:
                for key, place in {*sound_seeds(text)}:
                    keys.append(key)
                    stands.append(form * self._longest + place)
        return KeyIndex(
            [np.array(keys, np.int32)], [np.array(stands, np.int32)], SEED_REACH * SOUND_CLASSES**2
        )

    def _index_gaps(self) -> KeyIndex:
        """Two neighbours in a mark between which one more character may stand."""
        keys, stands = [], []
        for place in range(1, self._longest):
            form = np.flatnonzero((self._length > place) & (self._infix_spare >= 0))
            keys.append(self._texts[form, place - 1] * SIZE + self._texts[form, place])
            stands.append((form * self._longest + place).astype(np.int32))
        return KeyIndex(keys, stands, SIZE * SIZE)

    def find(self, folded: str) -> NearMatches:
        """Every place of a folded text that reads like a form and is not the form itself, in columns."""
        if not len(self._numbers):
            return NO_NEAR_MATCHES
        text = character_numbers(folded)
        step = _BLOCK - self._longest - 1
        parts = [NO_NEAR_MATCHES]
        for first in range(0, max(1, len(text) - self._longest - 1), step):
            for part in self._in_block(text[first : first + _BLOCK]):
                moved = replace(part, start=part.start + first, end=part.end + first)
                parts.append(moved if first else part)
        return concatenated(parts)

    def _in_block(self, text: Int32Array) -> Iterator[NearMatches]:
        if len(text) < 2:
            return
        yield self._replaced_in_pairs(text)
        if len(text) > 2:
            yield self._pushed_in(text)
            yield from self._replaced(text)

    def _replaced_in_pairs(self, text: Int32Array) -> NearMatches:
        starts, forms = self._pairs.find(text[:-1] * SIZE + text[1:])
        if not len(forms):
            return NO_NEAR_MATCHES
        spare = (self._steps_at(forms, starts, text, 2) - self._enough[forms]) / STEPS_PER_BIT
        return replaced_places(self._numbers[forms], starts, 2, spare)

    def _pushed_in(self, text: Int32Array) -> NearMatches:
        places, stands = self._gaps.find(text[:-2] * SIZE + text[2:])
        forms, infix = np.divmod(stands, max(1, self._longest))
        starts = places - infix + 1
        length = self._length[forms]
        pushed = text[places + 1]
        spare = self._infix_spare[forms] - np.where(self._infixes[pushed], 0, ANY_INFIX)
        fits = (starts >= 0) & (starts + length < len(text)) & (spare >= 0)
        fits &= (pushed > 0) & ((length > 2) | self._infixes[pushed])
        for place in range(self._longest):
            behind = fits & (place < length)
            at = np.where(behind, starts + place + (place >= infix), 0)
            fits &= ~behind | (text[at] == self._texts[forms, place])
        return NearMatches(
            form=self._numbers[forms],
            start=starts,
            end=starts + length + 1,
            spare=spare.astype(np.float64),
            infix=infix,
        ).where(fits)

    def _replaced(self, text: Int32Array) -> Iterator[NearMatches]:
        for forms, starts in self._candidates(text):
            yield self._replaced_at(starts, forms, text)

    def _replaced_at(self, starts: Int32Array, forms: Int32Array, text: Int32Array) -> NearMatches:
        """Those of `forms`, all of one length, that stand near enough at `starts` (both int32 of shape (n,));
        the hopeless are dropped on the way."""
        length = int(self._length[forms[0]])
        steps, strange, unchanged = (np.zeros(len(forms), dtype=np.int32) for _ in range(3))
        for place in range(length):
            written = text[starts + place]
            bits = self._bits[self._rows[forms, place], written]
            steps += bits
            strange += np.where(written > 0, bits == 0, _TOO_STRANGE)
            unchanged += written == self._texts[forms, place]
            able = np.flatnonzero(strange <= (length > 3))
            if len(able) * 2 < len(forms):
                forms, starts = forms[able], starts[able]
                steps, strange, unchanged = steps[able], strange[able], unchanged[able]
        fits = (strange == 0) & (unchanged < length) & (steps >= self._enough[forms])
        if length > 3:
            fits |= (
                (strange == 1)
                & (unchanged == length - 1)
                & (steps >= ENOUGH_UNCHANGED * STEPS_PER_BIT)
            )
        those = forms[fits]
        spare = (steps[fits] - self._enough[those]) / STEPS_PER_BIT
        return replaced_places(self._numbers[those], starts[fits], length, spare)

    def _steps_at(
        self, forms: Int32Array, starts: Int32Array, text: Int32Array, length: int
    ) -> Int32Array:
        """int32 of the shape of `forms`: the steps that the text at `starts` tells for each, all of one length."""
        steps = np.zeros(len(forms), dtype=np.int32)
        for place in range(length):
            steps += self._bits[self._rows[forms, place], text[starts + place]]
        return steps

    def _candidates(self, text: Int32Array) -> Iterator[tuple[Int32Array, Int32Array]]:
        """(forms, starts) of one length at a time, int32 of shape (n,), each pair once."""
        sound = sound_class_by_number()[text]
        parts = []
        for far in range(1, min(SEED_REACH, len(text))):
            keys = (far * SOUND_CLASSES + sound[:-far]) * SOUND_CLASSES + sound[far:]
            places, stands = self._seeds.find(keys)
            forms, place = np.divmod(stands, max(1, self._longest))
            starts = places - place
            fits = (starts >= 0) & (starts + self._length[forms] <= len(text))
            parts.append(forms[fits].astype(np.int64) * len(text) + starts[fits])
        pairs = np.sort(np.concatenate(parts))
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # by far quicker than numpy's unique
        forms, starts = np.divmod(pairs, len(text))
        for length in np.unique(self._length[forms]).tolist():
            those = self._length[forms] == length
            yield forms[those], starts[those]
