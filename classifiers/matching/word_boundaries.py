"""Word boundaries (词语边界): whether a match is a word by itself or a chance piece of others."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from classifiers.characters.alphabet import SIZE, Int32Array, character_numbers
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold, is_latin_letter
from classifiers.matching.registration_numbers import is_sought_number

_COMMON = 2
"""Rank of a word (0..9, common_words) from which a reader sees that word and not a misspelt mark; by hand."""


def around(source: str, start: int, end: int) -> tuple[str, str]:
    """Up to two characters before and behind a match that touch it, folded."""
    if not (source[start - 1 : start].isalnum() or source[end : end + 1].isalnum()):
        return "", ""
    return _touching(source[max(0, start - 2) : start], source[end : end + 2])


@lru_cache(maxsize=1 << 14)
def _touching(text_before: str, text_after: str) -> tuple[str, str]:
    before, after = _TOUCHING_BEFORE.search(text_before), _TOUCHING_AFTER.match(text_after)
    return fold(before[0]) if before else "", fold(after[0]) if after else ""


_TOUCHING_BEFORE, _TOUCHING_AFTER = re.compile(r"[^\W_]+$"), re.compile(r"[^\W_]+")


def breaks_word(mark: str, written: str, before: str = "", after: str = "") -> bool:
    """Whether a reader sees words of the language where a faint likeness of a mark was matched.

    今麻 for the mark 金麻 in 如今麻烦: a reader reads 如今. Long marks keep enough of themselves.
    """
    if len(mark) > 3 or len(written) != len(mark):
        return False
    words = load_confusions().words
    folded, start = before + written + after, len(before)
    end = start + len(written)
    return words.get(written, -1) >= _COMMON or any(
        right != written_character and _inside_word(folded, place, start, end)
        for place, (right, written_character) in enumerate(
            zip(mark, written, strict=True), start=start
        )
    )


def _inside_word(folded: str, place: int, start: int, end: int) -> bool:
    """Whether the character belongs to a common word of two or to any of three.

    Of three matched characters two may be a word: 好起色 for 好气色 is read as a misspelling yet.
    """
    words = load_confusions().words
    whole = end - start > 2
    pairs = [(first, first + 2) for first in (place - 1, place) if first >= 0]
    if any(
        words.get(folded[a:b], -1) >= _COMMON
        for a, b in pairs
        if not (whole and start <= a and b <= end)
    ):
        return True
    return any(folded[first : first + 3] in words for first in range(max(0, place - 2), place + 1))


@lru_cache(maxsize=1 << 14)
def torn_from_word(written: str, before: str, after: str) -> bool:
    """Whether the first or last character of a match belongs to a word that reaches out of it.

    宝单 in 宝宝单裤 is the end of one word and the start of the next.
    """
    folded, start = before + written + after, len(before)
    end = start + len(written)
    table = load_confusions()
    words, seldom = table.words, table.seldom
    for length in (2, 3):
        for edge in (start, end):
            for first in range(max(0, edge - length + 1), min(edge, len(folded) - length + 1)):
                word = folded[first : first + length]
                if word in words or word in seldom:
                    return True
    return False


def parts_words(original: str, written: str, beside: tuple[str, str]) -> bool:
    """Whether a blank inside the mark parts words that reach out of it: 白云岭 雀舌 for 云岭雀."""
    return any(map(str.isspace, original)) and torn_from_word(written, *beside)


def pushed_between_words(mark: str, written: str) -> bool:
    """Whether what was pushed into a mark makes two words of it: 蓝色 + 月亮."""
    words = load_confusions().words
    place = next((n for n, character in enumerate(mark) if written[n] != character), 0)
    begun, left = written[: place + 1], written[place + 1 :]
    return all(len(word) > 1 and words.get(word, -1) >= _COMMON for word in (begun, left))


def runs_on(source: str, start: int, end: int) -> bool:
    """Whether characters run on directly before and behind a match."""
    return source[start - 1 : start].isalnum() and source[end : end + 1].isalnum()


def stands_alone(mark: str, source: str, start: int, end: int) -> bool:
    """Whether Latin letters around the match do not make it a piece of another word.

    A mark of a single character must stand alone whatever its script.
    """
    before, after = source[start - 1 : start], source[end : end + 1]
    if len(mark) == 1:
        return not (before.isalnum() or after.isalnum())
    original = source[start:end]
    if is_sought_number(mark):
        return not (_digit(before) or _LONGER_NUMBER.match(source, end))
    if not original.isascii() or sum(map(is_latin_letter, original)) >= _LONG_LATIN:
        return True
    return not (_one_word(before, original[0]) or _one_word(original[-1], after))


_LONGER_NUMBER = re.compile(r"\d{2}|\d[A-Za-z]")
"""More than a check digit behind a number makes another one of it."""
_LONG_LATIN = 9
"""Letters from which a Latin match is no chance even inside a longer word; chosen by hand."""


def _one_word(left: str, right: str) -> bool:
    """Whether two neighbouring characters read as one word or one number."""
    return (is_latin_letter(left) and is_latin_letter(right)) or (_digit(left) and _digit(right))


def _digit(character: str) -> bool:
    return character.isascii() and character.isdigit()


def are_words(keys: Int32Array, *, seldom: bool) -> NDArray[np.bool_]:
    """bool of the shape of `keys`: whether each pair of characters is a word of the language.

    A key is the number of the first character times SIZE plus that of the second (`alphabet`);
    pairs with a character that the alphabet lacks are never words. `seldom` counts rare words too.
    """
    words = _word_keys(seldom)
    is_word: NDArray[np.bool_] = (
        words[np.searchsorted(words, keys).clip(max=len(words) - 1)] == keys
    )
    return is_word


@cache
def _word_keys(seldom: bool) -> Int32Array:
    """Keys of the words of two characters, sorted; int32 of shape (words,)."""
    table = load_confusions()
    listed = {*table.words, *table.seldom} if seldom else {*table.words}
    words = [word for word in listed if len(word) == 2]
    first, second = character_numbers("".join(words)).reshape(-1, 2).T
    return np.sort((first * SIZE + second)[(first > 0) & (second > 0)])


_COUNTED = frozenset("双个件张条只瓶盒袋箱包克斤元块米寸片粒支枚套份颗株本页人次")
"""What stands behind a number of goods, as a seller counts them; by hand."""


def counts_goods(text: str, end: int) -> bool:
    """Whether a number that ends there counts goods and is no mark of digits: 库存2000双, but not 2000包邮,
    where a word begins behind it."""
    return text[end : end + 1] in _COUNTED and text[end : end + 2] not in load_confusions().words
