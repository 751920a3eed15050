"""Word lists (词表): the YAML files under lexicons/, and finding their words in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from classifiers.characters.folding import fold, fold_with_origin, is_latin_letter
from storage.files.yaml_file import load_own_yaml

FOLDER = Path(__file__).resolve().parent.parent / "lexicons"


class WordMatch(NamedTuple):
    """One word of a list, where it stands in a text."""

    word: str
    """Folded, as the list holds it."""
    label: str
    span: tuple[int, int]
    """Half-open, in characters of the text."""
    text: str
    """As it is written there."""


class Lexicon:
    """Words with a label each; of overlapping words the longest is found."""

    def __init__(self, labelled: Mapping[str, str]) -> None:
        self._labels = {fold(word): label for word, label in labelled.items()}
        self._words = list(self._labels)
        self._automaton = CharwiseDoubleArrayAhoCorasick(
            self._words, match_kind=MATCH_KIND_LEFTMOST_LONGEST
        )
        self._lately = lru_cache(maxsize=_LATELY)(self._look_through)

    def __contains__(self, word: str) -> bool:
        return fold(word) in self._labels

    def labelled(self) -> Iterable[tuple[str, str]]:
        """Every word, folded, with its label."""
        return self._labels.items()

    def label(self, word: str) -> str | None:
        return self._labels.get(fold(word))

    def begins(self, text: str, *, least: int) -> bool:
        """Whether the first characters of a text, at least `least` of them, are a word."""
        lengths, folded = range(least, len(text) + 1), fold(text)
        if len(folded) == len(text) and _CHINESE.fullmatch(text):
            return any(folded[:length] in self._labels for length in lengths)
        return any(text[:length] in self for length in lengths)

    def find(self, text: str) -> list[WordMatch]:
        """Words in the order they stand; symbols inside a word do not hide it."""
        return list(self._lately(text))

    def crossing(self, text: str, blanked: str) -> list[WordMatch]:
        """Words that begin in what `blanked` has line breaks for, not with it, and go on behind it; looked for
        only where the characters on both sides of such an end follow one another in some word."""
        ends = _BLANK_ENDS.finditer(blanked)
        if text == blanked or not any(self._may_cross(text, end.start()) for end in ends):
            return []
        return [
            word
            for word in self.find(text)
            if blanked[word.span[0]] == "\n" != blanked[word.span[1] - 1]
            and blanked[word.span[0] - 1 : word.span[0]] == "\n"
        ]

    def _may_cross(self, text: str, place: int) -> bool:
        """Whether a word may stand across a place: none does across a blank, and any may across what folds to
        nothing or to more than a character."""
        if text[place].isspace():
            return False
        pair = fold(text[place - 1 : place + 1])
        return len(pair) != 2 or pair in self._pairs

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """All two characters that follow one another in a word."""
        return frozenset(
            word[start : start + 2] for word in self._words for start in range(len(word) - 1)
        )

    def _look_through(self, text: str) -> list[WordMatch]:
        folded = fold_with_origin(text)
        matches = self._automaton.find(folded.text)
        if not matches:
            return []
        words = []
        places = folded.places
        for start, end, number in matches:
            word = self._words[number]
            may_be_latin = word[0] < _BEYOND_ASCII or word[-1] < _BEYOND_ASCII
            if not (may_be_latin and _within_latin(folded.text, start, end)):
                span = places[start], places[end - 1] + 1
                written = text[slice(*span)]
                if written != word and len(written.split(maxsplit=1)) > 1:
                    return self._apart(text)  # 木 耳: two words; 花苗 盆栽 hides no 盆栽
                words.append(WordMatch(word, self._labels[word], span, written))
        return words

    def _apart(self, text: str) -> list[WordMatch]:
        """Words of the pieces between blanks, where one was read across them."""
        return [
            word._replace(span=(word.span[0] + piece.start(), word.span[1] + piece.start()))
            for piece in re.finditer(r"\S+", text)
            for word in self.find(piece[0])
        ]


_BEYOND_ASCII = "\x80"
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_BLANK_ENDS = re.compile(r"(?<=\n)(?=[^\n])")
"""Where what was blanked out ends."""
_LATELY = 2048
"""Texts remembered by each lexicon: every right whose mark stands in a listing asks for the same ones."""


def _within_latin(text: str, start: int, end: int) -> bool:
    """Whether a Latin word was found inside a longer one (tee in coffee)."""
    before, first = text[start - 1 : start], text[start]
    after, last = text[end : end + 1], text[end - 1]
    return (_in_code(before) and is_latin_letter(first)) or (
        _in_code(after) and is_latin_letter(last)
    )


def _in_code(character: str) -> bool:
    """Whether the character goes on a Latin word or an article number (CD4165)."""
    return is_latin_letter(character) or (character.isascii() and character.isdigit())


@cache
def load_lists(name: str) -> Any:
    """The parsed file `lexicons/<name>.yml`."""
    path = FOLDER / f"{name}.yml"
    return load_own_yaml(path.read_text(encoding="utf-8"), path.name)


def labelled(lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {str(word): str(label) for label, words in lists.items() for word in words}
