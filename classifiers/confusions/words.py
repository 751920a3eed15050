"""Common words, so that a word of the language is not taken for a disguise of a mark."""

from __future__ import annotations

import math
from collections import defaultdict
from importlib.resources import files

_LEAST = 20
"""Counts in jieba's corpus below this are names and chance pairs."""


def common_words() -> dict[str, str]:
    """How common (0..9, by the logarithm of the count) → the words, space-separated."""
    ranks: dict[str, list[str]] = defaultdict(list)
    text = (files("jieba") / "dict.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        word, count, _ = line.split(" ")
        if 2 <= len(word) <= 3 and int(count) >= _LEAST:
            ranks[str(min(9, int(math.log2(int(count) / _LEAST))))].append(word)
    return {rank: " ".join(sorted(words)) for rank, words in sorted(ranks.items())}
