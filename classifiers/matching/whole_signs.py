"""Whole signs (整体比对): a name that fills a brand's place, held against each mark as a whole.

In running text a faint likeness is chance. Where a seller states its brand, the name stands there from
its first character to its last and is compared as examiners compare two signs: by what they share, its
order and its share of either. Whether the goods are alike is not decided here (`Match.tentative`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Postfix, Prefix

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.english_words import is_english
from classifiers.characters.folding import fold, is_chinese_character
from classifiers.characters.letter_costs import LOOK, word_distance
from classifiers.goods.words import goods_lexicon
from classifiers.matching.costs import cost_of
from classifiers.matching.latin_forms import letter_mask
from classifiers.matching.match import Match
from storage.base.disguises import Disguise

_LONGEST = 24
"""Characters of a name that is compared; chosen by hand: a longer one is a sentence."""
_REMEMBERED = 1 << 16
"""Names whose answer is remembered; chosen by hand."""


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
        self._answers: dict[str, tuple[Likeness, ...]] = {}

    def match(self, name: str) -> list[Match]:
        """The marks that a name is like and is not itself, all tentative; none for a mark of the book. A
        mark and a word apart make no longer name: a line of the holder's own is written so."""
        return [
            Match(
                right=self._forms[like.form][0],
                form=self._forms[like.form][1],
                span=(0, len(name)),
                text=name,
                how=like.how,
                cost=like.cost,
                tentative=True,
            )
            for like in self._likenesses(fold(name))
            if like.how is not Disguise.ADDED or name.isalnum()
        ]

    def _likenesses(self, name: str) -> tuple[Likeness, ...]:
        answer = self._answers.get(name)
        if answer is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            answer = self._answers[name] = tuple(self._compared(name))
        return answer

    def _compared(self, name: str) -> Iterator[Likeness]:
        if name in self._marks or not 1 < len(name) <= _LONGEST:
            return
        if _is_letters(name):
            for number in self._of_like_letters(name):
                if written := _as_letters(self._texts[number], name):
                    yield Likeness(number, *written)
        elif all(map(is_chinese_character, name)):
            shared = Counter(n for c in set(name) for n in self._by_character.get(c, ()))
            for number in sorted(n for n, count in shared.items() if count >= _LEAST_SHARED):
                if written := _as_characters(self._texts[number], name):
                    yield Likeness(number, *written)

    def _of_like_letters(self, name: str) -> list[int]:
        """Latin forms that lack few of the name's letters, or hold few beside them."""
        mask = np.uint64(letter_mask(name))
        missing = np.bitwise_count(self._letters & ~mask)
        return [self._latin[place] for place in np.flatnonzero(missing <= _MISSING).tolist()]


_COMPARED_FROM, _LEAST_SHARED = 3, 2
"""Characters of the shortest Chinese mark that is compared as a whole, and of it that a name shares."""
_MISSING = 3
"""Letters of a mark that a name which is like it may lack altogether; chosen by hand."""


def _is_letters(text: str) -> bool:
    """Whether a folded text is one word of Latin letters, digits among them."""
    return text.isascii() and text.isalnum() and any(map(str.isalpha, text))


_SHORT, _EMBEDDED_FROM, _OPENS_FROM, _ALIKE_FROM, _TURNED_FROM = 4, 4, 5, 7, 5
"""Letters of the longest mark of which one letter may only look otherwise, and of the shortest that is told
beside a word in a longer name, at the head of any, at a distance, and backwards; chosen by hand: of shorter
ones names are full."""


def _as_letters(mark: str, name: str) -> tuple[Disguise, float] | None:
    """How a name of letters is like a Latin mark; an English word is itself."""
    if is_english(name):
        return None
    if name == mark[::-1] and len(mark) >= _TURNED_FROM:
        return Disguise.REVERSED, cost_of("tentative")
    if len(mark) >= _EMBEDDED_FROM and _adds_a_word(mark, name):
        return Disguise.ADDED, cost_of("whole.added")
    distance = word_distance(mark, name)
    if len(mark) == len(name) <= _SHORT:
        return (Disguise.LATIN, cost_of("tentative")) if distance <= LOOK else None
    share = distance / max(len(mark), len(name))
    if len(mark) >= _ALIKE_FROM and share <= _most_apart(mark, name):
        return Disguise.LATIN, cost_of("whole.letters")
    return None


def _adds_a_word(mark: str, name: str) -> bool:
    """Whether a name is the mark with a word, pinyin or a few letters before or behind it; whatever
    follows a mark that is no English word is a word of its own, and a compound that ends in a mark that is
    one (BLUE + LINE) means something else."""
    opens = name.startswith(mark)
    beside = name.removeprefix(mark) if opens else name.removesuffix(mark)
    if beside == name or beside in _NO_NAME:
        return False
    if is_english(mark):
        if not opens:
            return False
    elif opens and len(mark) >= _OPENS_FROM:
        return True
    return len(beside) <= _FEW or is_english(beside) or _syllables().fullmatch(beside) is not None


_NO_NAME = frozenset(
    {
        "official", "store", "shop", "mall", "outlet", "flagship", "china", "cn", "asia", "usa", "uk",
        "global", "world", "group", "inc", "ltd", "co", "company", "brand", "original", "genuine",
    }
)  # fmt: skip
"""Words beside a mark that tell a shop, a country or a company and make no other name; by hand."""


@cache
def _syllables() -> re.Pattern[str]:
    """Two and more syllables of pinyin."""
    spoken = {syllable for readings in load_confusions().readings.values() for syllable in readings}
    return re.compile(f"(?:{'|'.join(sorted(spoken, key=len, reverse=True))}){{2,}}")


_FEW = 3
"""Letters beside a mark that are no word and yet add little to it; chosen by hand."""


def _most_apart(mark: str, name: str) -> float:
    """Share of the letters that may differ: the more, the more of the beginning and the end agrees."""
    head, tail = Prefix.similarity(mark, name), Postfix.similarity(mark, name)
    if head >= _ENDS and tail >= _ENDS:
        return cost_of("whole.apart-both-ends")
    if head >= _LONG_HEAD:
        return cost_of("whole.apart-long-head")
    return cost_of("whole.apart") if head else 0.0


_ENDS, _LONG_HEAD = 2, 4
"""Letters that agree at both ends, or at the head alone, by which readers know a word; chosen by hand."""


def _as_characters(mark: str, name: str) -> tuple[Disguise, float] | None:
    """How a name of characters is like a Chinese mark; words of the language are themselves."""
    if name in load_confusions().words or name in goods_lexicon():
        return None
    if _is_replaced(mark, name):
        return Disguise.REPLACED, cost_of("whole.characters")
    if name[0] in _BEFORE and _is_most_of(mark, name[1:]):
        return Disguise.OMISSION, cost_of("whole.characters")
    return None


_BEFORE = frozenset("新老小大金")
"""Characters that sellers set before another's sign; chosen by hand."""


def _is_replaced(mark: str, name: str) -> bool:
    """Whether one character behind the first is another, and the others tell the mark."""
    if len(mark) != len(name) or mark[0] != name[0]:
        return False
    shared = [a for a, b in zip(mark, name, strict=True) if a == b]
    return len(shared) == len(mark) - 1 and _tells(shared)


def _is_most_of(mark: str, part: str) -> bool:
    """Whether a part is the mark without its last character, and tells it."""
    return part == mark[:-1] and _tells(part)


def _tells(shared: Sequence[str]) -> bool:
    """Whether the characters that a name shares with a mark are rare enough to tell it."""
    return load_confusions().bits(shared) >= cost_of("enough-whole")
