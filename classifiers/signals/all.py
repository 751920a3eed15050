"""All signals of one sighting, in the order in which an officer reads them."""

from __future__ import annotations

from classifiers.rules import is_watch
from classifiers.sighting import Sighting
from classifiers.signals import (
    goods,
    licence,
    mark,
    neighbours,
    origin,
    position,
    price,
    product_law,
    titles,
    validity,
    watch,
    wording,
)
from storage.records import Signal

_OF_A_MARK = (
    mark,
    position,
    goods,
    licence,
    neighbours,
    wording,
    price,
    origin,
    titles,
    product_law,
    validity,
)
_OF_A_RULE = (mark, watch, goods, product_law)


def signals_of(sighting: Sighting) -> tuple[Signal, ...]:
    """Every signal that has something to say."""
    kinds = _OF_A_RULE if is_watch(sighting.right) else _OF_A_MARK
    return tuple(signal for kind in kinds for signal in kind.speak(sighting))
