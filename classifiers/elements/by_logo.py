"""Elements of a logo alone (图形要素): a registered picture in the listing's, its words nowhere.

No corpus teaches such listings, so the answers are rules with their probabilities: that of the sign
from what was measured, those of goods and use by hand; what the words of the listing say besides
moves the act as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from classifiers.candidate.candidate import Candidate
from classifiers.elements.answers import chance
from classifiers.elements.judgement import Judgement, judge
from classifiers.goods.grade import Relation
from classifiers.signals.rules import logit, sigmoid
from storage.records import ANSWERS, ElementName, Signal

_SIGN = MappingProxyType({"identical": 0.9, "similar": 0.06, "none": 0.04})
"""The sign where a logo was found. `benchmarks.pictures logos` finds none wrongly; with the pictures that
were drawn, at most one in twenty-five may be wrong (rule of three), and that is taken."""
_GOODS: Mapping[Relation, tuple[float, float, float]] = MappingProxyType(
    {
        Relation.SAME: (0.94, 0.03, 0.03),
        Relation.SIMILAR: (0.05, 0.85, 0.1),
        Relation.NEAR: (0.05, 0.45, 0.5),
        Relation.DIFFERENT: (0.03, 0.05, 0.92),
        Relation.UNKNOWN: (0.3, 0.2, 0.5),
    }
)
"""Same, similar and other goods by what the lists say; chosen by hand in 2026: of unknown goods a logo
alone tells less than a mark in the title, for pictures show platforms' and carriers' signs too."""
_USE, _USE_OF_A_BRAND = 0.85, 0.45
"""Probability that the logo is used as a mark (商标性使用): it stands on the goods; and where the brand field
names another brand, for a picture may show what the goods are made for. Chosen by hand in 2026."""
_SPEAKS = frozenset(
    {"wording-mention", "wording-news", "wording-support", "wording-negated", "wording-parts",
     "wording-report", "no-offer", "wording-imitation", "seller-rule", "own-pattern"}
)  # fmt: skip
"""Kinds of signal whose weight moves the act."""


def judge_logo(candidate: Candidate, signals: Sequence[Signal], threshold: float) -> Judgement:
    """The elements, the score and the next step of a candidate without matches."""
    answers = {
        ElementName.SIGN: tuple(_SIGN.get(word, 0.0) for word in ANSWERS[ElementName.SIGN]),
        ElementName.GOODS: _goods(candidate),
        ElementName.USE: _use(signals),
    }
    sign = chance(answers, ElementName.SIGN, "identical", "similar")
    goods = chance(answers, ElementName.GOODS, "same", "similar")
    product = sign * goods * chance(answers, ElementName.USE, "mark")
    beside = sum(signal.weight for signal in signals if signal.kind in _SPEAKS)
    act = sigmoid(logit(product) + beside)
    return judge(candidate, signals, answers, act, threshold)


def _goods(candidate: Candidate) -> tuple[float, ...]:
    answer = candidate.goods
    listed, unknown = _GOODS[answer.relation], _GOODS[Relation.UNKNOWN]
    return tuple(
        answer.sure * share + (1 - answer.sure) * unknown_share
        for share, unknown_share in zip(listed, unknown, strict=True)
    )


def _use(signals: Sequence[Signal]) -> tuple[float, ...]:
    branded = any(signal.kind == "other-brand" for signal in signals)
    as_a_mark = _USE_OF_A_BRAND if branded else _USE
    uses = ANSWERS[ElementName.USE]
    likeliest = "other-brand" if branded else "description"
    return tuple({"mark": as_a_mark, likeliest: 1 - as_a_mark}.get(word, 0.0) for word in uses)
