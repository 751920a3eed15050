"""Verdict layer (意见层): how one office's verdicts move the probability of the act.

The element models know what courts hold; an office may see kinds of listing otherwise. The layer is
one logistic regression on the answers of the elements and on how the sign is written, beside the
log-odds of the act as the shipped models judge it; without verdicts it is those log-odds alone.
No column says who the seller is, and that of its past is held small (`training.verdict_fit`): policies on
sellers are rules that an officer accepts (`storage.learning.seller_rules`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from classifiers.elements.evidence import NAMES
from classifiers.elements.facts import JUDGED
from classifiers.elements.linear_model import Floats
from storage.base.disguises import Disguise
from storage.records.element import ANSWERS, ElementName

VERDICTS = "verdicts"
"""Key of the layer in a model file."""
_NEAREST = 1e-3
"""Probability by which 0 and 1 are moved inward before log-odds are taken, chosen by hand: beyond,
verdicts have no say."""
_EVIDENCE = (
    *(f"how:{how}" for how in Disguise),
    "cost", "of-a-place", "well-known", "in-brand", "in-shop", "only-text", "brand-other", "accessory",
    "signal:seller-history", "signal:same-picture", "signal:image-text", "signal:price",
)  # fmt: skip
"""Columns of the evidence that the layer reads as they are."""
_PLACES = [NAMES.index(name) for name in _EVIDENCE]
VERDICT_NAMES = (
    "judged",
    *(f"{name.value}:{answer}" for name in JUDGED for answer in ANSWERS[name]),
    *_EVIDENCE,
)
"""Columns of the layer, in order; the first is the log-odds of the act without it."""


def verdict_table(answers: Mapping[ElementName, Floats], act: Floats, table: Floats) -> Floats:
    """float64 of shape (candidates, len(VERDICT_NAMES)): what the layer reads.

    `answers` are those of the elements, `act` their probability of the act, `table` the evidence.
    """
    inside = act.clip(_NEAREST, 1 - _NEAREST)
    columns = [np.log(inside / (1 - inside))[:, None]]
    columns += [answers[name] for name in JUDGED]
    return np.column_stack([*columns, table[:, _PLACES]])
