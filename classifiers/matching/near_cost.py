"""Cost of near forms (近似程度): what a near form is called and how unlike the mark it is.

Costs of single pairs come from the confusion table; a character that is like none of the mark costs
as much as one can.
"""

from __future__ import annotations

from functools import lru_cache

from classifiers.characters.confusion_table import load_confusions
from classifiers.matching.costs import cost_of
from classifiers.matching.near_forms import INFIXES
from classifiers.matching.near_matches import NearMatch
from storage.base.disguises import Disguise


def near_cost(near: NearMatch, mark: str, folded: str) -> tuple[Disguise, float] | None:
    """Kind and cost, 0 the mark itself; None where too little of the mark is left (both folded)."""
    if near.infix is not None:
        usual = folded[near.start + near.infix] in INFIXES
        name = "infix.two" if len(mark) <= 2 else "infix.usual" if usual else "infix.other"
        return Disguise.INFIX, cost_of(name)
    written = folded[near.start : near.end]
    return _replacement_cost(mark, written, near.tentative)


@lru_cache(maxsize=1 << 15)
def _replacement_cost(mark: str, written: str, tentative: bool) -> tuple[Disguise, float] | None:
    """Kind and cost of writing `written` for `mark`, or None where nothing of the mark is left."""
    total, kinds = 0.0, []
    for right, written_character in zip(mark, written, strict=True):
        if right != written_character:
            kind, pair_cost = _pair_cost(right, written_character)
            kinds.append(kind)
            total += pair_cost
    how = max(kinds, key=kinds.count)
    if tentative:
        cost = round(total / len(mark) * _SPREAD, 2)
        return how, min(max(cost, _TENTATIVE), _TENTATIVE_MOST)
    if len(kinds) == len(mark) <= 3 or (len(kinds) > 1 and total > _most(len(mark))):
        return None
    return how, total if len(mark) == 2 else total / len(mark) * _SPREAD


def _most(length: int) -> float:
    """Highest total cost of several replaced characters in a mark of this length."""
    return _MOST_OF_THREE if length == 3 else _MOST_EACH * length


_TENTATIVE, _TENTATIVE_MOST = cost_of("tentative"), cost_of("tentative.most")
_SPREAD, _UNLIKE = cost_of("replaced.spread"), cost_of("replaced")
_MOST_OF_THREE, _MOST_EACH = cost_of("replaced.most-3"), cost_of("replaced.most-each")


@lru_cache(maxsize=1 << 17)
def _pair_cost(right: str, written: str) -> tuple[Disguise, float]:
    """What writing one character for another is called, and its cost."""
    table = load_confusions()
    table_cost = table.cost(right, written)
    if table_cost is None:
        return Disguise.REPLACED, _UNLIKE
    by_shape = table.shapes.get(right, {}).get(written) == table_cost
    return Disguise.SHAPE if by_shape else Disguise.SOUND, table_cost
