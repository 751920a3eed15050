"""Validity (权利有效期): a right that has run out, or has not begun, cannot be infringed."""

from __future__ import annotations

from collections.abc import Iterator

from classifiers.candidate.candidate import Candidate
from classifiers.signals.quote import quote_sign
from classifiers.signals.weights import weight
from storage.records import RightKind, Signal
from storage.records.right_term import Standing, grace_end, standing_of

_NOT_IN_FORCE = weight("validity")
_IN_GRACE = weight("validity.grace")


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal where the right is not in force on the day, or its renewal is open (商标法 on term and renewal)."""
    right = candidate.right
    if right.kind is RightKind.PATENT:
        return  # marking goods with a patent that is not in force is a wrong of its own: see claimed_title
    match standing_of(right, candidate.on):
        case Standing.NOT_BEGUN:
            why = f"权利自{right.valid_from}起生效，当时尚未生效"
            yield quote_sign("validity", candidate, _NOT_IN_FORCE, why)
        case Standing.ENDED:
            why = f"权利已于{right.valid_until}届满，未见续展"
            yield quote_sign("validity", candidate, _NOT_IN_FORCE, why)
        case Standing.IN_GRACE if right.valid_until is not None:
            last = grace_end(right.valid_until)
            why = f"权利已于{right.valid_until}届满，续展宽展期至{last}，续展与否须向权利人核实"
            yield quote_sign("validity", candidate, _IN_GRACE, why)
        case _:
            return
