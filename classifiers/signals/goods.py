"""Goods (商品类别): whether the listing sells what the right is registered for (商标法 §57)."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.goods.grade import Relation
from classifiers.goods.relation import packs_own
from classifiers.matching.registration_numbers import is_sought_number
from classifiers.signals.quote import quote
from storage.records import RightKind, Signal

WEIGHTS = {Relation.SAME: 1.0, Relation.SIMILAR: 0.6, Relation.NEAR: -0.2, Relation.DIFFERENT: -4.0}
_SAYS = {
    Relation.SAME: "“{word}”属于核定使用的商品",
    Relation.SIMILAR: "“{word}”与核定使用的商品类似",
    Relation.NEAR: "“{word}”与核定商品同属一大类，但未必类似",
    Relation.DIFFERENT: "实际销售的是“{word}”，与核定商品不同",
}
_DOUBTFUL = "所售可能是“{word}”，与核定商品不同，但其他文字不能确定"
_PLAIN = 0.7
"""Sureness from which it is said without a doubt."""


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    answer = candidate.goods
    if answer.relation is Relation.UNKNOWN or answer.ground is None:
        return
    ground = answer.ground
    if answer.relation is Relation.DIFFERENT and packs_own(answer, candidate.right):
        return  # packaging with the mark on it is an infringement of its own kind, see wording
    if answer.relation is Relation.DIFFERENT and _states_number(candidate):
        return  # a patent's number on any goods is passing off (专利法 §68)
    doubtful = answer.relation is Relation.DIFFERENT and answer.sure < _PLAIN
    why = (_DOUBTFUL if doubtful else _SAYS[answer.relation]).format(word=ground.match.text)
    weight = round(WEIGHTS[answer.relation] * answer.sure, 2)
    yield quote("goods", candidate, ground.field, ground.match.span, weight, why)


def _states_number(candidate: Candidate) -> bool:
    return candidate.right.kind is RightKind.PATENT and any(
        is_sought_number(match.form) for match in candidate.matches
    )
