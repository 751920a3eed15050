"""Bootstrap (自助法, Efron 1979) over groups: listings of one matter or seller are drawn together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifiers.elements.linear_model import Floats

_SEED = 20261129
"""Of the random numbers: the same intervals every time."""

Interval = tuple[float, float]


def group_draws(groups: Sequence[str], draws: int) -> Floats:
    """float64 of shape (draws, len(groups)): how often each listing was drawn, its group as a whole."""
    places = {name: number for number, name in enumerate(sorted(set(groups)))}
    if not places:
        return np.zeros((draws, 0))
    rng = np.random.default_rng(_SEED)
    counts = rng.multinomial(len(places), [1 / len(places)] * len(places), size=draws)
    return counts[:, [places[name] for name in groups]].astype(np.float64)


def middle(figures: Floats, coverage: float) -> Interval | None:
    """The interval that holds this share of the draws' figures, of shape (draws,); NaN is a draw
    without the figure, None where no draw has it."""
    valid = figures[~np.isnan(figures)]
    if not len(valid):
        return None
    low, high = np.quantile(valid, [(1 - coverage) / 2, (1 + coverage) / 2])
    return round(float(low), 4), round(float(high), 4)
