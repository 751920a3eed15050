"""How a Latin word is spoken (外文读音): letters that a reader speaks alike written alike.

Rules of English spelling that hold for words without a meaning, as marks are: what is silent is left out, what is
spoken by two letters is written by one. Vowels keep their place; a run of them is its first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from classifiers.characters.letter_costs import ANY, SILENT, spoken_cost

_SPELLINGS = (
    ("^kn|^gn", "n"), ("^ps", "s"), ("^wr", "r"), ("^wh", "w"), ("^x", "s"),
    ("tion", "shn"), ("ph", "f"), ("gh(?=[^aeiouy]|$)", ""), ("gh", "g"),
    ("ck|q(?=u)", "k"), ("c(?=[eiy])", "s"), ("c(?!h)", "k"), ("sch|tch|ch", "c"),
    ("q", "k"), ("x", "ks"), ("z", "s"), ("th", "t"), ("v", "f"), ("w(?=[^aeiouy]|$)", "u"),
    ("(?<=[^aeiouy])e(?=s?$)", ""),
    ("[aeiouy]*oo[aeiouy]*|[aeiouy]*ou[aeiouy]*", "o"), ("y", "i"),
)  # fmt: skip
"""Spellings in the order in which they are read, each with what is spoken; by hand from the rules of English."""
_RULES = tuple((re.compile(spelling), spoken) for spelling, spoken in _SPELLINGS)
_VOWELS = re.compile("([aeiou])[aeiou]+")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 15)
def spoken(word: str) -> str:
    """A folded word as it is spoken, in letters: `spoken("phonix") == spoken("fonics") == "foniks"`."""
    for spelling, sound in _RULES:
        word = spelling.sub(sound, word)
    return _DOUBLED.sub(r"\1", _VOWELS.sub(r"\1", word))


@lru_cache(maxsize=1 << 15)
def spoken_distance(first: str, second: str) -> float:
    """How far two words, written as they are spoken, are apart to the ear; 0 for the same."""
    row = [0.0]
    for letter in second:
        row.append(row[-1] + _more(letter))
    for right in first:
        following = [row[0] + _more(right)]
        for column, letter in enumerate(second, start=1):
            exchanged = row[column - 1] + spoken_cost(right, letter)
            following.append(
                min(exchanged, row[column] + _more(right), following[-1] + _more(letter))
            )
        row = following
    return row[-1]


def _more(letter: str) -> float:
    """What a letter more, or less, costs the ear."""
    return SILENT if letter in "aeiouh" else ANY
