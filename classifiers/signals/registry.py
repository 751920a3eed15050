"""All signals of one candidate, in the order in which an officer reads them."""

from __future__ import annotations

from classifiers.candidate.candidate import Candidate
from classifiers.signals import (
    claimed_title,
    covering_marks,
    false_origin,
    goods,
    image,
    mark,
    meanings,
    offer,
    office_pattern,
    other_names,
    other_owners,
    position,
    price,
    product_law,
    seller_history,
    seller_standing,
    use_context,
    validity,
    watch,
    wording,
)
from storage.records import Signal

_OF_A_MARK = (
    mark,
    position,
    use_context,
    meanings,
    goods,
    seller_standing,
    covering_marks,
    other_names,
    other_owners,
    offer,
    wording,
    price,
    false_origin,
    claimed_title,
    product_law,
    seller_history,
    image,
    office_pattern,
    validity,
)
_OF_A_RULE = (mark, watch, goods, offer, wording, product_law, seller_history, office_pattern)


def all_signals(candidate: Candidate) -> tuple[Signal, ...]:
    """Every signal that has something to say."""
    kinds = _OF_A_RULE if candidate.is_watch_word else _OF_A_MARK
    return tuple(signal for kind in kinds for signal in kind.signals_of(candidate))
