"""A mark's goods tail (标识中的商品名): 草原奶酪 is a name and the goods that it is for.

Another word in the place of those goods, or a part of it, names other goods; it is no way to write
the mark: 草原奶食 is what any dairy of the steppe sells (商标法 §59: generic names and place names
are free). What only looks or sounds like the goods (草原奶络) is one, and so are the goods with a
character left out (西部仔 for 西部牛仔), unless other goods begin there (草原奶 皮子).
"""

from __future__ import annotations

from functools import lru_cache

from classifiers.goods.words import goods_lexicon

_NAME = 2
"""Characters that a mark keeps for itself at least; chosen by hand."""
_REACH = 3
"""Characters behind a match that may belong to the goods that begin in it; chosen by hand."""


def names_other_goods(mark: str, written: str, behind: str) -> bool:
    """Whether `written` keeps the name in `mark` and has other goods after it (all folded).

    `behind`: the next characters. Where `written` is shorter than the mark, goods must be read there.
    """
    tail = _goods_tail(mark)
    if not tail or written == mark or not written.startswith(mark[:-tail]):
        return False
    remainder = written[len(mark) - tail :]
    return len(written) == len(mark) or any(
        remainder + behind[:more] in goods_lexicon() for more in range(_REACH + 1)
    )


@lru_cache(maxsize=16_384)
def _goods_tail(mark: str) -> int:
    """Characters of the longest goods word that the mark ends with; 0 without one."""
    for length in range(len(mark) - _NAME, 1, -1):
        if mark[-length:] in goods_lexicon():
            return length
    return 0
