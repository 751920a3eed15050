"""What stands around a find: whether it is a word by itself or a chance piece of others."""

from __future__ import annotations

from classifiers.confusions.table import load_confusions

_COMMON = 2
"""Rank of a word (0..9) from which a reader sees that word and not a misspelt mark."""


def breaks_word(mark: str, folded: str, start: int, end: int) -> bool:
    """Whether a character that differs from the mark belongs to a common word of the text.

    今麻 for the mark 金麻 in 如今麻烦: a reader reads 如今. Long marks keep enough of themselves.
    """
    shown = folded[start:end]
    if len(mark) > 3 or len(shown) != len(mark):
        return False
    words = load_confusions().words
    for place, (right, other) in enumerate(zip(mark, shown, strict=True), start=start):
        if right != other:
            pairs = (folded[place - 1 : place + 1], folded[place : place + 2])
            if any(words.get(pair, -1) >= _COMMON for pair in pairs):
                return True
            if any(folded[first : first + 3] in words for first in range(place - 2, place + 1)):
                return True
    return words.get(shown, -1) >= _COMMON


def runs_on(source: str, start: int, end: int) -> bool:
    """Whether characters run on directly before and behind a find."""
    return source[start - 1 : start].isalnum() and source[end : end + 1].isalnum()


def stands_alone(mark: str, source: str, start: int, end: int) -> bool:
    """Whether Latin letters around the find do not make it a piece of another word.

    A mark of a single character must stand alone whatever its script.
    """
    before, after = source[start - 1 : start], source[end : end + 1]
    if len(mark) == 1:
        return not (before.isalnum() or after.isalnum())
    shown = source[start:end]
    if not shown.isascii() or sum(map(_letter, shown)) >= _LONG_LATIN:
        return True
    return not (_one_word(before, shown[0]) or _one_word(shown[-1], after))


_LONG_LATIN = 9
"""Letters from which a Latin find is no chance even inside a longer word."""


def _one_word(left: str, right: str) -> bool:
    """Whether two neighbouring characters read as one word or one number."""
    return (_letter(left) and _letter(right)) or (_digit(left) and _digit(right))


def _letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _digit(character: str) -> bool:
    return character.isascii() and character.isdigit()
