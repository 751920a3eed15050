"""Elements by rules alone (规则要素): where no model is there, and for rights that no corpus teaches.

Sign and position are read as they stand; the probabilities are fixed. The score is that of the rules;
of a plant variety it is that of the act, and the source is asked as for a mark: seed that was sold with
leave may be sold on.
"""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.candidate.candidate import Candidate
from classifiers.candidate.position_kinds import AS_A_MARK, Position
from classifiers.elements.judgement import Judgement, judge, judgement_of_answers
from classifiers.goods.grade import Relation
from classifiers.signals.mark import PLAIN_FORMS
from classifiers.signals.rules import rules_score
from storage.records import ANSWERS, ElementName, NextStep, RightKind, Signal

_SURE = 0.7
"""Probability of an answer that a rule reads; the others share the remainder. Chosen by hand in 2026."""
_GOODS = {
    Relation.SAME: "same",
    Relation.SIMILAR: "similar",
    Relation.NEAR: "similar",
    Relation.UNKNOWN: "same",
    Relation.DIFFERENT: "other",
}


def judge_by_rules(candidate: Candidate, signals: Sequence[Signal], threshold: float) -> Judgement:
    """The elements as the rules read them; a lead is written to, since no rule knows of sources."""
    score = rules_score(signals)
    use = _use(candidate)
    answers = {
        ElementName.SIGN: _sure_of(ElementName.SIGN, _sign(candidate)),
        ElementName.GOODS: _sure_of(ElementName.GOODS, _GOODS[candidate.goods.relation]),
        ElementName.USE: _sure_of(ElementName.USE, use),
    }
    if candidate.right.kind is RightKind.PLANT_VARIETY:
        act = min(score, _LIKENED) if use == "comparison" else score
        return judge(candidate, signals, answers, act, threshold)
    step = NextStep.LETTER if score >= threshold else NextStep.NONE
    return judgement_of_answers(candidate, signals, answers, score, step)


def _sign(candidate: Candidate) -> str:
    return "identical" if candidate.closest.how in PLAIN_FORMS else "similar"


def _use(candidate: Candidate) -> str:
    """The use by its place; the name of a plant variety is used as such on propagating material alone."""
    of_harvest = candidate.goods.relation is Relation.DIFFERENT
    if candidate.right.kind is RightKind.PLANT_VARIETY:
        if _is_likened(candidate):
            return "comparison"
        return "description" if of_harvest else "mark"
    positions = set(candidate.positions)
    if not positions.isdisjoint(AS_A_MARK):
        return "mark"
    place = positions & {Position.ORIGIN, Position.PLACE_NAME, Position.PLACE_HINT}
    return "origin" if place else "description"


_LIKENED = 0.49
"""Most probable that an act is where seed of another variety is likened to the right's: no lead; by hand."""


def _is_likened(candidate: Candidate) -> bool:
    """Whether every match is one to which the seller likens something else: 比对照某某增产. What is said to be
    the same as a variety (品质同某某) is that variety under another name."""
    return bool(candidate.contexts) and all(
        context.compared > 0 and not candidate.context(match, 1)[0].endswith("同")
        for match, context in candidate.contexts
    )


def _sure_of(name: ElementName, answer: str) -> tuple[float, ...]:
    remainder = (1 - _SURE) / (len(ANSWERS[name]) - 1)
    return tuple(_SURE if word == answer else remainder for word in ANSWERS[name])
