"""Common words and characters, so that what stands in listings by itself is taken for no disguise."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from importlib.resources import files

from classifiers.goods import lexicon

_LEAST, _SELDOM = 20, 5
"""Counts in jieba's corpus: below the first are names, below the second chance pairs."""
_LENGTHS = (2, 3)
"""Characters of the words that the table holds."""
_SHORT_WORD = re.compile(r"(?<![㐀-鿿])[㐀-鿿]{2,3}(?![㐀-鿿])")


def common_words() -> dict[str, str]:
    """How common (0..9, by the logarithm of the count) → the words, space-separated.

    Words of our own lists of what is sold are common in listings, whatever they are in books.
    """
    ranks: dict[str, list[str]] = defaultdict(list)
    counted = dict.fromkeys(_listed_words(), _LEAST)
    counted.update((word, count) for word, count in _counted() if count >= _LEAST)
    for word, count in counted.items():
        if len(word) in _LENGTHS:
            ranks[str(min(9, int(math.log2(count / _LEAST))))].append(word)
    return {rank: " ".join(sorted(words)) for rank, words in sorted(ranks.items())}


def seldom_words() -> str:
    """Words that are rarer, space-separated: no reason to read a mark as one of them, but reason
    not to read half of one as a piece of a mark."""
    common = set(_listed_words())
    listed = {word for word, count in _counted() if _SELDOM <= count < _LEAST}
    return " ".join(sorted(word for word in listed - common if len(word) in _LENGTHS))


def _listed_words() -> Iterator[str]:
    for path in sorted(_LEXICONS.glob("*.yml")):
        yield from _SHORT_WORD.findall(path.read_text(encoding="utf-8"))


def rarity(characters: Sequence[str]) -> dict[str, str]:
    """Bits that meeting a character tells (4..15: -log2 of its share) → the characters.

    Listings are not books: jieba's counts are mixed with our own lists of what is sold.
    """
    books: Counter[str] = Counter()
    for word, count in _counted():
        for character in word:
            books[character] += count
    goods = Counter("".join(path.read_text(encoding="utf-8") for path in _LEXICONS.glob("*.yml")))
    goods = Counter({c: goods[c] for c in characters if goods[c]})
    by_bits: dict[str, list[str]] = defaultdict(list)
    for character in characters:
        share = (1 - _GOODS) * books[character] / books.total()
        share += _GOODS * goods[character] / goods.total()
        bits = -math.log2(share) if share else _MOST_BITS
        by_bits[str(max(4, min(_MOST_BITS, round(bits))))].append(character)
    return {bits: "".join(listed) for bits, listed in sorted(by_bits.items())}


_GOODS = 0.4
"""Share of our own lists in the mixture; chosen by hand."""
_MOST_BITS = 15
"""Bits of characters that are met nowhere."""
_LEXICONS = lexicon.FOLDER


def _counted() -> Iterator[tuple[str, int]]:
    text = (files("jieba") / "dict.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        word, count, _ = line.split(" ")
        yield word, int(count)
