"""Element models (要素模型): for each element the probabilities of its answers, and of the act itself.

Sign, goods and use are judged each by a multinomial logistic regression on the evidence; the act
(侵权行为: the sign used as a mark on such goods) by a logistic regression on their log-odds alone, so
that an officer can be told which element turned it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifiers.elements.evidence import NAMES
from storage.records.element import ANSWERS, ElementName

Floats = NDArray[np.float64]

LEARNED = (ElementName.SIGN, ElementName.GOODS, ElementName.USE)
"""Elements that are learned; source is read from facts, confusion follows from the others."""
SPEAKING: Mapping[ElementName, frozenset[str]] = {
    ElementName.SIGN: frozenset({"identical", "similar"}),
    ElementName.GOODS: frozenset({"same", "similar"}),
    ElementName.USE: frozenset({"mark", "comparison", "store"}),
}
"""The answers that speak for infringement."""
ACT = "act"
"""Key of the act's model."""
FEATURES = "features"
"""Key of the names of the columns on which a model was fitted, where they are not all of NAMES."""
ACT_NAMES = ("sign", "goods", "use", "well-known", "labels", "part", "keyword")
"""Columns on which the act is judged."""
_NEAREST = 1e-4
"""Probability by which 0 and 1 are moved inward before log-odds are taken, chosen by hand."""


@dataclass(frozen=True, kw_only=True)
class ElementTable:
    """Probabilities of many candidates, in one order."""

    answers: Mapping[ElementName, Floats]
    """float64 of shape (candidates, answers), the answers in the order of `ANSWERS`."""
    act: Floats
    """float64 of shape (candidates,): probability that the use would infringe without leave."""


class ElementModels:
    """The fitted models of one version."""

    def __init__(self, fitted: Mapping[str, Any]) -> None:
        self._fitted = fitted
        self._columns = [NAMES.index(name) for name in fitted.get(FEATURES, NAMES)]

    def judge(self, table: Floats) -> ElementTable:
        """Probabilities for evidence of shape (candidates, len(NAMES))."""
        answers = {name: self.element(name, table) for name in LEARNED}
        act = self._fitted[ACT].predict_proba(act_table(answers, table))[:, 1]
        return ElementTable(answers=answers, act=act)

    def element(self, name: ElementName, table: Floats) -> Floats:
        """Probabilities of one element's answers; an answer that training lacked has 0."""
        model = self._fitted[name.value]
        return arranged(name, list(model.classes_), model.predict_proba(table[:, self._columns]))


def arranged(name: ElementName, classes: list[str], chances: Floats) -> Floats:
    """Columns of `chances` in the order of the element's answers."""
    columns = np.zeros((len(chances), len(ANSWERS[name])))
    for place, answer in enumerate(classes):
        columns[:, ANSWERS[name].index(str(answer))] = chances[:, place]
    return columns


def act_table(answers: Mapping[ElementName, Floats], table: Floats) -> Floats:
    """float64 of shape (candidates, len(ACT_NAMES)): what the act is judged on."""
    columns = [np.log(_speaking(name, answers[name]).clip(_NEAREST)) for name in LEARNED]
    sign, use = answers[ElementName.SIGN], answers[ElementName.USE]
    other_goods = answers[ElementName.GOODS][:, ANSWERS[ElementName.GOODS].index("other")]
    columns += [
        table[:, NAMES.index("well-known")] * other_goods,
        (table[:, NAMES.index("signal:wording-labels")] > 0).astype(np.float64),
        sign[:, ANSWERS[ElementName.SIGN].index("part")],
        use[:, ANSWERS[ElementName.USE].index("keyword")],
    ]
    return np.column_stack(columns)


def _speaking(name: ElementName, chances: Floats) -> Floats:
    places = [place for place, answer in enumerate(ANSWERS[name]) if answer in SPEAKING[name]]
    summed: Floats = chances[:, places].sum(axis=1)
    return summed


def _log_odds(chances: Floats) -> Floats:
    inside = np.clip(chances, _NEAREST, 1 - _NEAREST)
    odds: Floats = np.log(inside / (1 - inside))
    return odds
