"""Latin near forms (外文近似标识): words of letters that an eye, an ear or a finger takes for a mark.

Each word of a text, and each run of words, is weighed against the marks that share most of its
letters; a word is weighed once, however often it stands in listings. Chance is kept out by length:
the shorter a mark, the less may differ; what an English dictionary holds must differ least.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from classifiers.characters.english_words import is_english
from classifiers.characters.folding import Folded
from classifiers.characters.letter_costs import word_distance
from classifiers.matching.costs import cost_of
from storage.base.disguises import Disguise

_SHORTEST, _LONGEST = 3, 24
"""Letters and digits of the words that are weighed."""
_MOST_WORDS = 4
"""Words that are read together as one."""
_REMEMBERED = 1 << 16
"""Words whose answer is remembered; chosen by hand."""
_RUN = re.compile(r"[0-9a-z]{3,}")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_BIT = {letter: 1 << place for place, letter in enumerate(_LETTERS)}
_MOST_ADDED, _LEAST_LENGTHENED = 3, 4
"""Letters that a longer word may have beside a mark, and letters of the shortest mark of which one is made;
chosen by hand: of shorter ones words are full."""
_HALF = 4
"""Letters of either part of a mark whose parts stand in the other order."""


class LatinMatch(NamedTuple):
    """One word, or run of words, that reads like a form."""

    form: int
    start: int
    end: int
    """Half-open, in characters of the folded text."""
    how: Disguise
    cost: float
    tentative: bool


class LatinForms:
    """The Latin forms among all, by length and by the letters in them."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        """`forms`: (number of the form, its folded text); others than Latin ones are left out."""
        self._forms = [(number, text) for number, text in forms if _is_word(text)]
        self._length = np.array([len(text) for _, text in self._forms], dtype=np.int64)
        self._letters = np.array([letter_mask(text) for _, text in self._forms], dtype=np.uint64)
        self._texts = frozenset(text for _, text in self._forms)
        self._answers: dict[str, tuple[tuple[int, Disguise, float, bool], ...]] = {}

    def find(self, folded: Folded) -> Iterator[LatinMatch]:
        """Every word or run of words of a text that reads like a form and is not the form itself."""
        if not self._forms:
            return
        for start, end in _windows(folded):
            for form, how, cost, tentative in self._answer(folded.text[start:end]):
                yield LatinMatch(form, start, end, how, cost, tentative)

    def _answer(self, word: str) -> tuple[tuple[int, Disguise, float, bool], ...]:
        answer = self._answers.get(word)
        if answer is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            answer = self._answers[word] = tuple(self._weighed(word))
        return answer

    def _weighed(self, word: str) -> Iterator[tuple[int, Disguise, float, bool]]:
        if word in self._texts or not any(map(str.isalpha, word)):
            return
        edits = _most_edits(len(word))
        differing = np.bitwise_count(self._letters ^ np.uint64(letter_mask(word)))
        near = (differing <= 2 * edits) & (np.abs(self._length - len(word)) <= edits)
        english = is_english(word)
        for place in np.flatnonzero(near).tolist():
            number, text = self._forms[place]
            if _other_order(text, word):
                yield number, Disguise.REVERSED, cost_of("reversed"), english
            elif OSA.distance(text, word, score_cutoff=edits) <= edits:
                share = word_distance(text, word) / max(len(text), len(word))
                if share <= _likely(text, word, english=english):
                    yield number, Disguise.LATIN, _cost(share), False
                elif share <= _possible(text, english=english):
                    yield number, Disguise.LATIN, max(_cost(share), cost_of("tentative")), True
                elif not english and _is_lengthened(text, word):
                    yield number, Disguise.ADDED, cost_of("tentative"), True


def _is_word(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return text.isascii() and text.isalnum() and letters >= _SHORTEST and len(text) <= _LONGEST


def letter_mask(word: str) -> int:
    """The set of letters and digits in a folded word, one bit each (0..2^36 - 1)."""
    mask = 0
    for letter in word:
        mask |= _BIT.get(letter, 0)
    return mask


def _most_edits(length: int) -> int:
    """Most letters that may differ, before each is weighed."""
    return 1 if length < 5 else 2 if length < 8 else 3 if length < 12 else 4


def _other_order(text: str, word: str) -> bool:
    """Whether a word is the mark with its first part behind its last: BUCKSSTAR."""
    turned = len(text) == len(word) >= 2 * _HALF and word in text + text
    return turned and _HALF <= (text + text).find(word) <= len(text) - _HALF


def _is_lengthened(text: str, word: str) -> bool:
    """Whether a word is the mark with a few letters before or behind it, read on as one: DELAMER."""
    added = len(word) - len(text)
    whole = word.startswith(text) or word.endswith(text)
    return whole and 0 < added <= _MOST_ADDED and added < len(text) >= _LEAST_LENGTHENED


def _likely(text: str, word: str, *, english: bool) -> float:
    """Share of a mark that may differ wherever it stands."""
    if english or len(text) < cost_of("latin.likely-from") or len(word) < len(text) - 1:
        return 0.0
    return cost_of("latin.likely")


def _possible(text: str, *, english: bool) -> float:
    """Share of a mark that may differ beside its goods."""
    share = cost_of("latin.possible-short" if len(text) < 5 else "latin.possible")
    if not english:
        return share
    most = cost_of("latin.possible-words" if is_english(text) else "latin.possible-english")
    return min(share, most / len(text))


def _cost(share: float) -> float:
    """0.2 for one letter that prints alike in a long mark, towards 0.7 where a quarter differs."""
    return round(min(0.7, cost_of("latin") + 2 * share), 2)


def _windows(folded: Folded) -> Iterator[tuple[int, int]]:
    """Spans of single words and of words one behind the other, in characters of the folded text."""
    if not folded.text or not _RUN.search(folded.text):
        return
    for run in _RUN.finditer(folded.text):
        words = list(_words(folded, *run.span()))
        for first, (start, _) in enumerate(words):
            for _, end in words[first : first + _MOST_WORDS]:
                if _SHORTEST <= end - start <= _LONGEST:
                    yield start, end


def _words(folded: Folded, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of a run of letters: signs between them, which folding drops, part them."""
    places = folded.origin[start:end]
    gaps = np.flatnonzero(np.diff(places) > 1) + 1
    edges = [0, *gaps.tolist(), end - start]
    for first, last in pairwise(edges):
        yield start + first, start + last
