"""Covering marks (长标识优先): of two marks that overlap, the longer one that stands there in full counts.

河套 in 河套王 is no use of 河套. Where the other is registered exactly as it stands there, on such goods, and
this one is at most like it, the listing bears the other alone: who may use it is asked of the other.
Matches of one right among each other are `matching.matcher`.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.goods.grade import Relation
from classifiers.goods.relation import relate
from classifiers.signals.quote import quote_match
from classifiers.signals.weights import weight
from storage.base.disguises import SAME_SIGN
from storage.records import Right, Signal
from storage.records.right_term import LIVE, standing_of

_WEIGHT, _ITSELF = weight("other-mark"), weight("other-mark.itself")
_PLAINLY = weight("other-mark.plain-up-to")
"""Cost up to which the other mark stands there plainly."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """The match is a piece of another right's mark in the same book."""
    for match in candidate.matches:
        for other_match, right in candidate.other_matches:
            if _inside(match, other_match):
                whose = "同一权利人的" if right.holder == candidate.right.holder else "他人的"
                if _stands_alone(candidate):
                    why = f"“{match.text}”即{whose}另一标识“{right.text}”本身，以后者为准"
                    yield quote_match("other-mark", match, _ITSELF, why)
                else:
                    why = f"“{match.text}”是{whose}另一标识“{right.text}”的一部分，以后者为准"
                    yield quote_match("other-mark", match, _WEIGHT, why)
                return


def _stands_alone(candidate: Candidate) -> bool:
    """Whether every likeness of this right's mark is another's mark, exactly as registered for such goods, in force."""
    if any(match.how in SAME_SIGN for match in candidate.matches):
        return False
    covering = [
        {
            right.id: right
            for whole_sign, right in candidate.other_matches
            if whole_sign.how in SAME_SIGN
            and _inside(match, whole_sign)
            and standing_of(right, candidate.on) in LIVE
        }
        for match in candidate.matches
    ]
    if not all(covering):
        return False
    # Compared last, and each right once: a listing may bear hundreds of the book's marks.
    rights = {number: right for of_match in covering for number, right in of_match.items()}
    fitting = {number for number, right in rights.items() if _has_goods(right, candidate)}
    return all(not fitting.isdisjoint(of_match) for of_match in covering)


def _has_goods(right: Right, candidate: Candidate) -> bool:
    """Whether the goods that are sold are like those of another right."""
    answer = relate(candidate.listing, right, candidate.goods_words)
    return answer.relation in (Relation.SAME, Relation.SIMILAR)


def _inside(match: FieldMatch, longer: FieldMatch) -> bool:
    """Whether the match is a piece of the other, or reads more like the other."""
    start, end = match.span
    first, last = longer.span
    return (
        match.field == longer.field
        and first <= start
        and end <= last
        and longer.cost <= _PLAINLY
        and (last - first > end - start or longer.cost < match.cost)
    )
