"""Whole signs (整体比对): a name that fills a brand's place, held against each mark as a whole.

In running text a faint likeness is chance. Where a seller states its brand, the name stands there from
its first character to its last and is compared as examiners compare two signs: by what they share, its
order and its share of either. Whether the goods are alike is not decided here (`Match.tentative`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from classifiers.characters.english_words import is_english
from classifiers.characters.folding import fold, is_chinese_character
from classifiers.characters.spoken_letters import spoken
from classifiers.characters.translated_words import Meaning, meanings_of
from classifiers.matching.costs import cost_of
from classifiers.matching.latin_forms import letter_mask
from classifiers.matching.match import Match
from classifiers.matching.name_likeness import characters_likeness, letters_likeness
from storage.base.disguises import Disguise

_LONGEST = 24
"""Characters of a name that is compared; chosen by hand: a longer one is a sentence."""
_REMEMBERED = 1 << 16
"""Names whose answer is remembered, none of them longer; chosen by hand."""


class Likeness(NamedTuple):
    """A form that a name is like, as a whole."""

    form: int
    how: Disguise
    cost: float


class WholeSigns:
    """The forms among all that a name may be like, by the characters in them."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        """`forms`: (place of the right, registered form)."""
        self._forms = forms
        self._texts = [fold(form) for _, form in forms]
        self._marks = frozenset(self._texts)
        self._latin = [n for n, text in enumerate(self._texts) if _is_letters(text)]
        self._letters = np.array(
            [letter_mask(self._texts[n]) for n in self._latin], dtype=np.uint64
        )
        self._by_character: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self._texts):
            if len(text) >= _COMPARED_FROM and all(map(is_chinese_character, text)):
                for character in set(text):
                    self._by_character[character].append(number)
        self._by_first_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, form) in enumerate(forms):
            words = _words(form)
            if len(words) > 1 and _has_spoken_head(words) and _tells(words[0]):
                self._by_first_word[spoken(words[0])].append(number)
        self._by_meaning: dict[tuple[Meaning, bool], list[int]] = defaultdict(list)
        for number, text in enumerate(self._texts):
            for meaning in meanings_of(text):
                self._by_meaning[meaning, text.isascii()].append(number)
        self._answers: dict[str, tuple[Likeness, ...]] = {}

    def match(self, name: str) -> list[Match]:
        """The marks that a name is like and is not itself, all tentative; none for a mark of the book. A
        mark and a word apart make no longer name: a line of the holder's own is written so."""
        answer = self._answers.get(name)
        if answer is None:
            answer = tuple(self._likenesses(name))
            self._remember(name, answer)
        return [
            self._match(like, name)
            for like in answer
            if like.how is not Disguise.ADDED or name.isalnum()
        ]

    def _remember(self, name: str, answer: tuple[Likeness, ...]) -> None:
        if len(name) > _LONGEST:
            return
        if len(self._answers) >= _REMEMBERED:
            self._answers.clear()
        self._answers[name] = answer

    def _match(self, like: Likeness, name: str) -> Match:
        right, form = self._forms[like.form]
        return Match(
            right=right,
            form=form,
            span=(0, len(name)),
            text=name,
            how=like.how,
            cost=like.cost,
            tentative=True,
        )

    def _likenesses(self, name: str) -> Iterator[Likeness]:
        folded = fold(name)
        like = list(self._compared(folded))
        yield from like
        if folded in self._marks:
            return
        words = _words(name) if folded.isascii() else []
        opening = self._by_first_word.get(spoken(words[0]), []) if _has_spoken_head(words) else []
        translated = [
            number
            for meaning in meanings_of(folded)
            for number in self._by_meaning.get((meaning, not folded.isascii()), ())
        ]
        already = {likeness.form for likeness in like}
        for number in dict.fromkeys((*opening, *translated)):
            if number not in already:
                yield Likeness(number, Disguise.REPLACED, cost_of("whole.added"))

    def _compared(self, name: str) -> Iterator[Likeness]:
        if name in self._marks or not 1 < len(name) <= _LONGEST:
            return
        if _is_letters(name):
            for number in self._of_like_letters(name):
                if written := letters_likeness(self._texts[number], name):
                    yield Likeness(number, *written)
        elif all(map(is_chinese_character, name)):
            characters = set(name)
            least = _LEAST_SHARED if len(characters) == len(name) else _LEAST_SHARED_DOUBLED
            of_marks = characters & self._by_character.keys()
            if len(of_marks) < least:
                return
            shared = Counter(n for c in of_marks for n in self._by_character[c])
            for number in sorted(n for n, count in shared.items() if count >= least):
                if written := characters_likeness(self._texts[number], name):
                    yield Likeness(number, *written)

    def _of_like_letters(self, name: str) -> list[int]:
        """Latin forms that lack few of the name's letters, or hold few beside them."""
        mask = np.uint64(letter_mask(name))
        missing = np.bitwise_count(self._letters & ~mask)
        return [self._latin[place] for place in np.flatnonzero(missing <= _MISSING).tolist()]


def _words(name: str) -> list[str]:
    """The words of a name, folded, where all are of Latin letters and digits; none otherwise."""
    words = [fold(word) for word in _WORD.findall(name)]
    return words if all(map(_is_letters, words)) and len("".join(words)) == len(fold(name)) else []


_WORD = re.compile(r"[^\W_]+")
_TELLING_FROM = 5
"""Letters of the shortest word by whose sound a mark of several words is told; chosen by hand."""


def _has_spoken_head(words: Sequence[str]) -> bool:
    """Whether a name has words whose first is compared by its sound: finding that takes the square of its length."""
    return bool(words) and len(words[0]) <= _LONGEST


def _tells(word: str) -> bool:
    """Whether a word of a name tells whose it is: long enough, and no word of the language."""
    return len(word) >= _TELLING_FROM and not is_english(word)


_COMPARED_FROM = 3
"""Characters of the shortest Chinese mark that is compared as a whole."""
_LEAST_SHARED, _LEAST_SHARED_DOUBLED = 2, 1
"""Characters of a Chinese mark that a name shares at least; of a name in which one stands twice."""
_MISSING = 3
"""Letters of a mark that a name which is like it may lack altogether; chosen by hand."""


def _is_letters(text: str) -> bool:
    """Whether a folded text is one word of Latin letters, digits among them."""
    return text.isascii() and text.isalnum() and any(map(str.isalpha, text))
