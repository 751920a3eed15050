"""Confusion (混淆) of service marks: a likeness that words alone leave open."""

from __future__ import annotations

from classifiers.candidate.candidate import Candidate
from classifiers.goods.nice_classes import are_services
from storage.base.disguises import Disguise

_LOOSE = frozenset({Disguise.SHAPE, Disguise.SOUND, Disguise.REPLACED})
_LOOSE_FROM = 0.25
"""Cost from which a character instead of another neither sounds nor looks much like it; chosen by hand."""
_OF_A_SERVICE = 0.5
"""Share of such likenesses that are taken for the mark of a service, chosen by hand in 2026: services are
rendered under a sign-board in one place, which courts compare as a whole by look, sound, meaning and
fame (法释〔2002〕32号 art. 9, 10)."""


def share_confused(candidate: Candidate) -> float:
    """Share of buyers' confusion that the words alone leave likely: less than all where the mark is one of
    services alone and another character, itself a word, stands in it."""
    if not candidate.matches or not are_services(candidate.right.classes):
        return 1.0
    closest = candidate.closest
    loose = closest.how in _LOOSE and closest.cost >= _LOOSE_FROM
    return _OF_A_SERVICE if loose else 1.0
