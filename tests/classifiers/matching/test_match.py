"""Of the matches of one right in a text those that count."""

from __future__ import annotations

import time

from classifiers.matching.match import Match, closest_only
from storage.base.disguises import Disguise


def at(start: int, end: int, cost: float = 0.0) -> Match:
    return Match(
        right=0, form="岚泽", span=(start, end), text="岚泽", how=Disguise.EXACT, cost=cost
    )


def test_of_overlapping_matches_the_closest_counts_and_neighbours_stay() -> None:
    matches = [at(0, 4, 0.2), at(3, 5), at(5, 7, 0.1), at(6, 9, 0.3), at(9, 11)]
    assert [match.span for match in closest_only(matches)] == [(3, 5), (5, 7), (9, 11)]


def test_a_text_full_of_a_mark_is_gone_through_in_the_time_of_its_length() -> None:
    matches = [at(2 * place, 2 * place + 2) for place in range(10_000)]
    start = time.process_time()
    assert len(list(closest_only(matches))) == len(matches)
    assert time.process_time() - start < 2
