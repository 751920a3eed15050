"""Letters (字母混淆): how far a Latin word is from another, by keys, looks, sounds and order.

An optimal string alignment distance (Damerau 1964, Boytsov 2011) whose steps cost less where an eye,
an ear or a finger takes the one for the other.
"""

from __future__ import annotations

from functools import cache, lru_cache

LOOK, KEY, SOUND, VOWEL = 0.3, 0.6, 0.5, 0.5
"""Cost of a letter for one that prints alike, lies beside it on a keyboard, is spoken alike, or is
another vowel, where any other letter costs 1; chosen by hand."""
SWAP, DOUBLED, SILENT, ANY = 0.4, 0.3, 0.6, 1.0
"""Cost of two neighbours in the other order, of a letter doubled or no more so, of a letter that is
not spoken more or less, and of any other letter more or less; chosen by hand."""

_LOOKS = (
    *("o0cdqg", "ceog", "il1jt", "l1i", "b8dp6h", "dbo", "hnbk", "mnw", "wvmun", "vuyw", "uvn"),
    *(
        "nhmru",
        "pqfb",
        "gq9y",
        "sz5",
        "z2s",
        "e3a",
        "aoe",
        "rn",
        "fptre",
        "rpb",
        "kxh",
        "xk",
        "t7fl",
        "yv4",
    ),
)
"""In each word the letters that print like its first, in either case; by hand."""
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""The rows of a QWERTY keyboard; each lies half a key to the right of the one above."""
_SOUNDS = ("ckqx", "szcx", "fvp", "bpv", "dt", "gjk", "mn", "lr", "iy", "uwv")
"""Letters that are spoken alike in English, or by speakers of Chinese; by hand."""
_VOWELS = frozenset("aeiouy")
_UNSPOKEN = frozenset("ehs'")
"""Letters that a reader hardly misses: at the end of a word, or behind a consonant."""


@cache
def spoken_cost(first: str, second: str) -> float:
    """What one letter for another costs the ear: 0 the same, 1 any other."""
    if first == second:
        return 0.0
    if first in _VOWELS and second in _VOWELS:
        return VOWEL
    return SOUND if any(first in sound and second in sound for sound in _SOUNDS) else ANY


@cache
def letter_cost(first: str, second: str) -> float:
    """What writing one letter or digit for another costs: 0 the same, 1 any other."""
    if first == second:
        return 0.0
    costs = [ANY]
    if any({first, second} <= set(look) and look[0] in (first, second) for look in _LOOKS):
        costs.append(LOOK)
    if any(first in sound and second in sound for sound in _SOUNDS):
        costs.append(SOUND)
    if first in _VOWELS and second in _VOWELS:
        costs.append(VOWEL)
    if second in _neighbours().get(first, ""):
        costs.append(KEY)
    return min(costs)


@cache
def _neighbours() -> dict[str, set[str]]:
    """Letter → the letters that lie beside it."""
    places = {
        letter: (column + row / 2, row)
        for row, letters in enumerate(_KEYS)
        for column, letter in enumerate(letters)
    }
    return {
        letter: {
            neighbour
            for neighbour, (across, down) in places.items()
            if abs(across - column) <= 1 and abs(down - row) <= 1 and neighbour != letter
        }
        for letter, (column, row) in places.items()
    }


@lru_cache(maxsize=1 << 15)
def word_distance(mark: str, written: str) -> float:
    """The cheapest way to turn one word of letters and digits into the other; 0 for the same."""
    before: list[float] = []
    row = [0.0]
    for letter, previous in zip(written, " " + written, strict=False):
        row.append(row[-1] + _more(letter, previous))
    for place, right in enumerate(mark):
        previous_right = mark[place - 1] if place else " "
        less = _more(right, previous_right)
        following = [row[0] + less]
        for column, letter in enumerate(written, start=1):
            previous = written[column - 2] if column > 1 else " "
            cheapest = min(
                row[column - 1] + letter_cost(right, letter),
                row[column] + less,
                following[column - 1] + _more(letter, previous),
            )
            if place and column > 1 and (right, previous_right) == (previous, letter) and before:
                cheapest = min(cheapest, before[column - 2] + SWAP)
            following.append(cheapest)
        before, row = row, following
    return row[-1]


def _more(letter: str, previous: str) -> float:
    """What a letter more, or less, costs behind `previous`."""
    if letter == previous:
        return DOUBLED
    return SILENT if letter in _UNSPOKEN and previous != " " else ANY
