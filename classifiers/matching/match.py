"""A match (命中): one place of a text where a mark stands, and how it is written there."""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ParamSpec

from classifiers.characters.flags import flags_as_signs
from classifiers.characters.folding import fold
from classifiers.matching.costs import cost_of
from storage.base.disguises import Disguise


@dataclass(frozen=True, kw_only=True)
class Match:
    """One place where a mark stands, in whatever form."""

    right: int
    """Position of the right in its book."""
    form: str
    """The registered form that was recognised."""
    span: tuple[int, int]
    """Half-open, in characters of the text that was searched."""
    text: str
    """As it is written there."""
    how: Disguise
    cost: float
    """0: the mark itself; towards 1: ever less like it (`costs`)."""
    embedded: bool = False
    """Whether other characters run on directly before and behind it."""
    tentative: bool = False
    """Whether the likeness counts only beside the right's goods, or where a mark would stand."""


_Values = ParamSpec("_Values")


def _at_once(_: Callable[_Values, Match]) -> Callable[_Values, Match]:
    """What makes a match as the class does, its values set at one stroke, which is three times as fast as
    setting each: most are tentative, and dropped next."""

    def make(*_: _Values.args, **values: _Values.kwargs) -> Match:
        match = Match.__new__(Match)
        match.__dict__.update(values)
        return match

    return make


match_at_once = _at_once(Match)


def how_written(form: str, original: str) -> tuple[Disguise, float]:
    """How a text that folds to the mark differs from it."""
    if original == form:
        return Disguise.EXACT, 0.0
    if any(not fold(sign) for sign in flags_as_signs(original) if sign not in form):
        return Disguise.SEPARATED, _SEPARATED
    if _fold_width(original) == _fold_width(form):
        return Disguise.WIDTH, 0.0
    return Disguise.SCRIPT, _SCRIPT


_SEPARATED, _SCRIPT = cost_of("separators"), cost_of("script")


def _fold_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def closest_only(matches: Iterable[Match]) -> Iterator[Match]:
    """Of overlapping matches of one right only the closest, the longer first; a tentative one displaces none
    that is sure, since it may not be borne out."""
    by_right: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        by_right[match.right].append(match)
    closest: list[Match] = []
    for right in sorted(by_right):
        closest += _closest_of_right(by_right[right])
    yield from sorted(closest, key=lambda match: (match.span, match.right))


def _rank(match: Match) -> tuple[bool, float, int]:
    return match.tentative, match.cost, match.span[0] - match.span[1]


def _closest_of_right(matches: list[Match]) -> list[Match]:
    if len(matches) == 1:
        return matches
    closest: list[Match] = []
    taken: list[tuple[int, int]] = []  # in order, none over another: only neighbours can overlap
    for match in sorted(matches, key=_rank):
        start, end = match.span
        place = bisect(taken, match.span)
        if not any(a < end and start < b for a, b in taken[max(0, place - 1) : place + 1]):
            taken.insert(place, match.span)
            closest.append(match)
    return closest
