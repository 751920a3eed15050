"""A mark's goods tail (标识中的商品名): 草原奶酪 is a name and the goods that it is for.

Another word in the place of those goods, or a part of it, names other goods; it is no way to write
the mark: 草原奶食 is what any dairy of the steppe sells (商标法 §59: generic names and place names
are free). What only looks or sounds like the goods (草原奶络) is one.
"""

from __future__ import annotations

from functools import lru_cache

from classifiers.goods_words import goods_lexicon

_NAME = 2
"""Characters that a mark keeps for itself at least."""


def names_other_goods(mark: str, shown: str) -> bool:
    """Whether `shown` keeps the name in `mark` and has other goods behind it (both folded)."""
    tail = _goods_tail(mark)
    return bool(tail) and shown != mark and shown.startswith(mark[:-tail])


@lru_cache(maxsize=16_384)
def _goods_tail(mark: str) -> int:
    """Characters of the longest goods word that the mark ends with; 0 without one."""
    for length in range(len(mark) - _NAME, 1, -1):
        if mark[-length:] in goods_lexicon():
            return length
    return 0
