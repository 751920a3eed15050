"""Element models (要素模型): for each element the probabilities of its answers, and of the act itself.

Sign, goods and use are judged each by a multinomial logistic regression on the evidence, goods by the
official groups as well; the act (侵权行为: the sign used as a mark on such goods) by a logistic
regression on their joint probability alone, so that an officer can be told which element turned it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.elements.evidence import NAMES
from classifiers.elements.linear_model import Floats, LinearModel
from classifiers.goods.grade import Relation
from storage.records.element import ANSWERS, SPEAKING, ElementName

JUDGED = (ElementName.SIGN, ElementName.GOODS, ElementName.USE)
"""Elements that are learned, of goods by half; source is read from facts, confusion follows."""
ACT = "act"
"""Key of the act's model."""
ACT_NAMES = ("joint", "well-known", "labels", "part", "keyword")
"""Columns on which the act is judged."""
_NEAREST = 1e-4
"""Least probability of which a logarithm is taken, chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class ElementTable:
    """Probabilities of many candidates, in one order."""

    answers: Mapping[ElementName, Floats]
    """float64 of shape (candidates, answers), the answers in the order of `ANSWERS`."""
    act: Floats
    """float64 of shape (candidates,): probability that the use would infringe without leave."""


class ElementModels:
    """The fitted models of one version."""

    def __init__(self, fitted: Mapping[str, LinearModel], features: Sequence[str] = NAMES) -> None:
        self._fitted = fitted
        self._columns = [NAMES.index(name) for name in features]

    def judge(self, table: Floats) -> ElementTable:
        """Probabilities for evidence of shape (candidates, len(NAMES))."""
        answers = {name: self.element(name, table) for name in JUDGED}
        answers = with_facts(answers, table)
        act = self._fitted[ACT].probabilities(act_table(answers, table))[:, 1]
        act = np.minimum(act, _reach(answers, table))
        return ElementTable(answers=answers, act=act)

    def element(self, name: ElementName, table: Floats) -> Floats:
        """Probabilities of one element's answers; an answer that training lacked has 0."""
        model = self._fitted[name.value]
        return arranged(name, model.classes, model.probabilities(table[:, self._columns]))


def with_parts(answers: Mapping[ElementName, Floats], table: Floats) -> dict[ElementName, Floats]:
    """The answers with the sign a part where only one part of it was matched: no model need learn it."""
    only_part = table[:, NAMES.index("how:part")] > 0
    sign = answers[ElementName.SIGN].copy()
    sign[only_part] = _ONLY_PART
    return {**answers, ElementName.SIGN: sign}


def with_facts(answers: Mapping[ElementName, Floats], table: Floats) -> dict[ElementName, Floats]:
    """The learned answers with what needs no learning: a part alone, the record's meanings, a brand field
    that is the mark, the official groups of the goods."""
    return with_goods(with_brand(with_record(with_parts(answers, table), table), table), table)


def with_brand(answers: Mapping[ElementName, Floats], table: Floats) -> dict[ElementName, Floats]:
    """The answers where the brand field holds the sign and nothing else: it is the sign, used as a mark."""
    filled = table[:, NAMES.index("brand-is-mark")] > 0
    sign, use = answers[ElementName.SIGN].copy(), answers[ElementName.USE].copy()
    for chances, name, answer in (
        (sign, ElementName.SIGN, "identical"), (use, ElementName.USE, "mark"),
    ):  # fmt: skip
        column = ANSWERS[name].index(answer)
        chances[filled, column] = chances[filled, column].clip(_BRAND) * _BRAND_FACTOR
    sign /= sign.sum(axis=1, keepdims=True)
    use /= use.sum(axis=1, keepdims=True)
    return {**answers, ElementName.SIGN: sign, ElementName.USE: use}


_BRAND, _BRAND_FACTOR = 0.1, 12.0
"""Least probability of the sign as a mark in the brand field, and how much more it weighs there; chosen by
hand in 2026: a part in the attributes (适用品牌) may still speak against it."""


def with_record(answers: Mapping[ElementName, Floats], table: Floats) -> dict[ElementName, Floats]:
    """The answers with the use described by so much more as the record's other meanings weigh."""
    use = answers[ElementName.USE].copy()
    description = ANSWERS[ElementName.USE].index("description")
    use[:, description] = use[:, description].clip(_LEAST_DESCRIBED) * np.exp(
        -table[:, NAMES.index("signal:meaning")].clip(max=0)
    )
    use /= use.sum(axis=1, keepdims=True)
    return {**answers, ElementName.USE: use}


_LEAST_DESCRIBED = 0.05
"""Probability of a description that a recorded meaning is weighed against at least; chosen by hand in
2026: the fact comes from the record, not from the listing."""
_ONLY_PART = np.array((0.05, 0.1, 0.8, 0.05))
"""Identical, similar, part, none, where one part of a sign stands alone; chosen by hand in 2026: the
other part may stand in a picture."""


def with_goods(answers: Mapping[ElementName, Floats], table: Floats) -> dict[ElementName, Floats]:
    """The answers with the relation of the goods by the official groups, as far as it is sure, beside what
    was learned of them, in the order of JUDGED."""
    shares = {relation: table[:, NAMES.index(f"goods:{relation}")] for relation in Relation}
    similar = shares[Relation.SIMILAR] + shares[Relation.NEAR]
    columns = np.column_stack((shares[Relation.SAME], similar, shares[Relation.DIFFERENT]))
    goods = (1 - _OTHERWISE) * columns + shares[Relation.UNKNOWN][:, None] * _UNKNOWN_GOODS
    goods += _OTHERWISE / 3
    goods[table[:, NAMES.index("signal:wording-labels")] > 0] = _LABELS
    goods /= goods.sum(axis=1, keepdims=True)
    learned = answers[ElementName.GOODS]
    both = {**answers, ElementName.GOODS: _GROUPS * goods + (1 - _GROUPS) * learned}
    return {name: both[name] for name in JUDGED}


_GROUPS = 0.5
"""Voice of the official groups beside what is learned of goods in such places; chosen by hand in 2026."""
_OTHERWISE = 0.06
"""Probability that the relation of the goods is not what the lists say; chosen by hand in 2026."""
_LABELS = np.array((0.9, 0.05, 0.05))
"""The same where labels and packaging that bear the mark are sold: the act itself
(trademark.infringing-acts#labels), whatever paper they are; chosen by hand in 2026."""
_UNKNOWN_GOODS = np.array((0.5, 0.2, 0.3))
"""Same, similar, other, of goods that no list knows: a seller who writes a mark mostly sells its goods.
Chosen by hand in 2026."""


def arranged(name: ElementName, classes: Sequence[str], chances: Floats) -> Floats:
    """Columns of `chances` in the order of the element's answers."""
    columns = np.zeros((len(chances), len(ANSWERS[name])))
    for place, answer in enumerate(classes):
        columns[:, ANSWERS[name].index(str(answer))] = chances[:, place]
    return columns


def act_table(answers: Mapping[ElementName, Floats], table: Floats) -> Floats:
    """float64 of shape (candidates, len(ACT_NAMES)): what the act is judged on."""
    logs = [np.log(_speaking(name, answers[name]).clip(_NEAREST)) for name in JUDGED]
    columns = [np.sum(logs, axis=0)]
    sign, use = answers[ElementName.SIGN], answers[ElementName.USE]
    other_goods = answers[ElementName.GOODS][:, ANSWERS[ElementName.GOODS].index("other")]
    columns += [
        table[:, NAMES.index("well-known")] * other_goods,
        (table[:, NAMES.index("signal:wording-labels")] > 0).astype(np.float64),
        sign[:, ANSWERS[ElementName.SIGN].index("part")],
        use[:, ANSWERS[ElementName.USE].index("keyword")],
    ]
    return np.column_stack(columns)


def _reach(answers: Mapping[ElementName, Floats], table: Floats) -> Floats:
    """Highest probability of an act beside its least probable element, so that level and elements never
    contradict each other; of a well-known mark the goods set no limit, nor where labels are sold."""
    speaking = {name: _speaking(name, answers[name]) for name in JUDGED}
    free = table[:, NAMES.index("well-known")] > 0
    free |= table[:, NAMES.index("signal:wording-labels")] > 0
    goods = np.where(free, 1.0, speaking[ElementName.GOODS])
    least = np.minimum(speaking[ElementName.SIGN], speaking[ElementName.USE])
    reach: Floats = _TIMES_LEAST * np.minimum(least, goods)
    return reach


_TIMES_LEAST = 2.0
"""How many times as probable as its least probable element an act may be; chosen by hand in 2026: at
even odds of the element the act is limited by nothing, below a quarter it is no lead."""


def _speaking(name: ElementName, chances: Floats) -> Floats:
    places = [place for place, answer in enumerate(ANSWERS[name]) if answer in SPEAKING[name]]
    summed: Floats = chances[:, places].sum(axis=1)
    return summed
