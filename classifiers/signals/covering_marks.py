"""Covering marks (长标识优先): of two marks that overlap, the longer one that stands there in full counts.

河套 in 河套王 is no use of 河套. Matches of one right among each other are `matching.matcher`.
"""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate, FieldMatch
from classifiers.signals.quote import quote_match
from classifiers.signals.weights import weight
from storage.records import Signal

_WEIGHT = weight("other-mark")
_PLAINLY = weight("other-mark.plain-up-to")
"""Cost up to which the other mark stands there plainly."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """The match is a piece of another right's mark in the same book."""
    for match in candidate.matches:
        for other_match, right in candidate.other_matches:
            if _inside(match, other_match):
                whose = "同一权利人的" if right.holder == candidate.right.holder else "他人的"
                why = f"“{match.text}”是{whose}另一标识“{right.text}”的一部分，以后者为准"
                yield quote_match("other-mark", match, _WEIGHT, why)
                return


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
