"""Word cuts (切词): whether a match reads as a word of its own amid the characters around it."""

from __future__ import annotations

from functools import cache, lru_cache

from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold

_WINDOW = 4
"""Characters on both sides of a match that are cut into words; chosen by hand."""
_SINGLE, _AS_A_WORD = 9.0, 7.0
"""Cost of a character that stands for itself, and of the match as a word; a listed word costs 12 less
its rank (0..9). Chosen by hand in 2026."""
_FULL_GAIN = 8.0
"""Difference of cost that counts as certain; chosen by hand."""


def word_gain(text: str, start: int, end: int) -> float:
    """Cost of the cheapest cut into words that breaks the match, less that of the one that keeps it."""
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    window = fold(text[low:high])
    if len(window) != high - low:
        return 0.0
    first, last = start - low, end - low
    keeping = _cheapest(window[:first]) + _AS_A_WORD + _cheapest(window[last:])
    breaking = _cheapest(window, barred=(first, last))
    return max(-1.0, min(1.0, (breaking - keeping) / _FULL_GAIN))


@lru_cache(maxsize=1 << 15)
def _cheapest(text: str, barred: tuple[int, int] | None = None) -> float:
    """Cost of the cheapest cut of a text into words, by dynamic programming; `barred` is no word."""
    costs = [0.0] + [float("inf")] * len(text)
    words = _costs()
    for place in range(len(text)):
        for length in range(1, min(4, len(text) - place) + 1):
            span = (place, place + length)
            if span == barred:
                continue
            word = text[place : place + length]
            cost = _SINGLE if length == 1 else words.get(word)
            if cost is not None:
                costs[place + length] = min(costs[place + length], costs[place] + cost)
    return costs[-1]


@cache
def _costs() -> dict[str, float]:
    return {word: 12.0 - rank for word, rank in load_confusions().words.items()}
