"""All signals of one sighting, in the order in which an officer reads them."""

from __future__ import annotations

from classifiers.rules import is_watch
from classifiers.sighting import Sighting
from classifiers.signals import (
    goods,
    history,
    image,
    licence,
    mark,
    neighbours,
    offer,
    origin,
    own_patterns,
    position,
    price,
    product_law,
    titles,
    trait,
    validity,
    watch,
    wording,
)
from storage.records import Signal

_OF_A_MARK = (
    mark,
    position,
    trait,
    goods,
    licence,
    neighbours,
    offer,
    wording,
    price,
    origin,
    titles,
    product_law,
    history,
    image,
    own_patterns,
    validity,
)
_OF_A_RULE = (mark, watch, goods, offer, wording, product_law, history, own_patterns)


def signals_of(sighting: Sighting) -> tuple[Signal, ...]:
    """Every signal that has something to say."""
    kinds = _OF_A_RULE if is_watch(sighting.right) else _OF_A_MARK
    return tuple(signal for kind in kinds for signal in kind.speak(sighting))
