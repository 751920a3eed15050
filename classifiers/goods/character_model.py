"""Goods by their characters (商品用字): which group of goods an unknown word most likely belongs to.

镯 stands in words for jewellery and hardly anywhere else, so 开口镯 is jewellery though no list holds
it. How telling a character or a pair is, is counted over all goods words that the lists do hold.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from classifiers.goods.lexicon import WordMatch
from classifiers.goods.words import GoodsWord, goods_lexicon, labelled_goods

_CHUNK = re.compile(r"[\u4e00-\u9fff]+")
_TELLING = 0.6
"""Share of a gram's words that one group must hold; chosen by hand in 2026."""
_FEWEST = {1: 3, 2: 2}
"""Words, by length of the gram in characters, from which its count says anything; chosen by hand."""


def grams(title: str) -> Iterator[GoodsWord]:
    """Characters and pairs of the title that tell a group of goods, pairs before their characters."""
    table, first, taken = _table(), _first(), 0
    for start, character in enumerate(title):
        if start < taken or character not in first:
            continue
        for end in (start + 2, start + 1):
            gram = title[start:end]
            if (label := table.get(gram)) is not None:
                taken = end
                word = WordMatch(word=gram, label=label, span=(start, end), text=gram)
                yield labelled_goods("title", word)
                break


@cache
def _table() -> Mapping[str, str]:
    """Gram → `group/class` of the group that it tells."""
    labels_by_gram: dict[str, Counter[str]] = defaultdict(Counter)
    for word, label in goods_lexicon().labelled():
        pieces = {*word, *(word[n : n + 2] for n in range(len(word) - 1))}
        for piece in pieces:
            if _CHUNK.fullmatch(piece) and len(word) > 1:
                labels_by_gram[piece][label] += 1
    telling = ((gram, _telling_label(gram, labels)) for gram, labels in labels_by_gram.items())
    return {gram: label for gram, label in telling if label}


@cache
def _first() -> frozenset[str]:
    """Characters with which a gram of the table begins."""
    return frozenset(gram[0] for gram in _table())


def _telling_label(gram: str, labels: Counter[str]) -> str | None:
    label, count = labels.most_common(1)[0]
    total = labels.total()
    return label if count >= _FEWEST[len(gram)] and count / total >= _TELLING else None
