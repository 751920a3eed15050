"""Validity (权利有效期): a right that has run out, or has not begun, cannot be infringed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from classifiers.candidate.candidate import Candidate
from classifiers.signals.quote import quote_sign
from classifiers.signals.weights import weight
from storage.records import Right, RightKind, Signal

_NOT_IN_FORCE = weight("validity")


def signals_of(candidate: Candidate) -> Iterator[Signal]:
    """One signal where the right is not in force on the day (商标法 §39, §40: term and renewal)."""
    right = candidate.right
    if is_in_force(right, candidate.on):
        return
    if right.kind is RightKind.PATENT:
        return  # marking goods with a patent that has run out is a wrong of its own: see claimed_title
    if right.valid_until is not None and right.valid_until < candidate.on:
        why = f"权利已于{right.valid_until}届满，未见续展"
        yield quote_sign("validity", candidate, _NOT_IN_FORCE, why)
    else:
        why = f"权利自{right.valid_from}起生效，当时尚未生效"
        yield quote_sign("validity", candidate, _NOT_IN_FORCE, why)


def is_in_force(right: Right, day: date) -> bool:
    """Whether a right has begun and has not run out on a day."""
    begun = right.valid_from is None or right.valid_from <= day
    return begun and (right.valid_until is None or right.valid_until >= day)
