"""Element models (要素模型): for each element the probabilities of its answers, and of the act itself.

Sign, goods and use are judged each by a multinomial logistic regression on the evidence, goods by the
official groups as well; the act (侵权行为: the sign used as a mark on such goods) by a logistic
regression on their joint probability alone, so that an officer can be told which element turned it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.elements.evidence import NAMES
from classifiers.elements.facts import JUDGED, with_facts
from classifiers.elements.linear_model import Floats, LinearModel
from classifiers.elements.verdict_layer import VERDICTS, verdict_table
from storage.records.element import ANSWERS, SPEAKING, ElementName

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
        reach = _reach(answers, table)
        act = np.minimum(act, reach)
        if layer := self._fitted.get(VERDICTS):
            moved = layer.probabilities(verdict_table(answers, act, table))[:, 1]
            act = np.minimum(moved, reach)
        return ElementTable(answers=answers, act=act)

    def element(self, name: ElementName, table: Floats) -> Floats:
        """Probabilities of one element's answers; an answer that training lacked has 0."""
        model = self._fitted[name.value]
        return arranged(name, model.classes, model.probabilities(table[:, self._columns]))


def arranged(name: ElementName, classes: Sequence[str], chances: Floats) -> Floats:
    """Columns of `chances` in the order of the element's answers."""
    columns = np.zeros((len(chances), len(ANSWERS[name])))
    for place, answer in enumerate(classes):
        columns[:, ANSWERS[name].index(str(answer))] = chances[:, place]
    return columns


def act_table(answers: Mapping[ElementName, Floats], table: Floats) -> Floats:
    """float64 of shape (candidates, len(ACT_NAMES)): what the act is judged on."""
    speaking = {name: _speaking(name, answers[name]) for name in JUDGED}
    speaking[ElementName.GOODS] = np.where(_reaches_over(table), 1.0, speaking[ElementName.GOODS])
    logs = [np.log(chances.clip(_NEAREST)) for chances in speaking.values()]
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
    """Highest probability of an act beside its elements, so that level and elements never contradict each
    other: where the likeliest answer to one speaks against infringement, the act is no more probable
    than the others; of a well-known mark the goods set no limit, nor where labels are sold."""
    reach = np.ones(len(table))
    for name in JUDGED:
        speaking = _speaking(name, answers[name])
        spoken = np.isin(answers[name].argmax(axis=1), _speaking_places(name))
        limit = np.where(spoken, _TIMES * speaking, np.minimum(speaking, _BELOW_EVEN))
        if name is ElementName.GOODS:
            limit = np.where(_reaches_over(table), 1.0, limit)
        reach = np.minimum(reach, limit)
    return np.where(_is_likened(answers, table), np.minimum(reach, _BELOW_EVEN), reach)


def _is_likened(answers: Mapping[ElementName, Floats], table: Floats) -> NDArray[np.bool_]:
    """bool of shape (candidates,): whether the seller's own brand is likened to the mark: it names another
    source, so the likeness alone confuses nobody about it."""
    use = answers[ElementName.USE]
    compared: NDArray[np.bool_] = use.argmax(axis=1) == ANSWERS[ElementName.USE].index("comparison")
    return compared & (table[:, NAMES.index("brand-other")] > 0)


def _reaches_over(table: Floats) -> NDArray[np.bool_]:
    """bool of shape (candidates,): whether the goods need not be like the right's: of a well-known mark, and
    where labels are sold (provisions trademark.well-known, trademark.infringing-acts#labels)."""
    well_known = table[:, NAMES.index("well-known")] > 0
    return well_known | (table[:, NAMES.index("signal:wording-labels")] > 0)


_TIMES, _BELOW_EVEN = 2.0, 0.49
"""How many times as probable as an element an act may be where its likeliest answer speaks for
infringement; and the most probable that it is where that answer speaks against: no lead. Chosen by
hand in 2026."""


def _speaking(name: ElementName, chances: Floats) -> Floats:
    summed: Floats = chances[:, _speaking_places(name)].sum(axis=1)
    return summed


def _speaking_places(name: ElementName) -> list[int]:
    return [place for place, answer in enumerate(ANSWERS[name]) if answer in SPEAKING[name]]
