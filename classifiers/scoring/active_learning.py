"""Active learning (抽样复核): which pending leads teach the model most, picked after every assessment."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.signals.rules import sigmoid, sum_weights
from storage.base.database import Database
from storage.leads.probes import ProbeCandidate, mix_in, probe_candidates, probe_places
from storage.tables import ProbeReason

_UNSURE_WITHIN = 0.2
"""Distance of a score from one half up to which the model is unsure; chosen by hand in 2026."""
_SURPRISING_FROM = 0.35
"""Difference between the rules' score and the model's from which a score surprises; chosen by hand."""


def mix_probes(database: Database, share: float) -> int:
    """Mix uncertain and surprising leads into the queue, in turn, up to a share (0..1) of it.

    Returns how many leads were mixed in.
    """
    if share <= 0:
        return 0
    with database.begin() as session:
        places = probe_places(session, share)
        if not places:
            return 0
        return mix_in(session, places, pick_probes(probe_candidates(session), len(places)))


def pick_probes(candidates: Sequence[ProbeCandidate], most: int) -> list[tuple[int, ProbeReason]]:
    """Up to `most` (lead, why), uncertain and surprising ones in turn; no lead twice."""
    unsure = [c for c in candidates if abs(c.score - 0.5) <= _UNSURE_WITHIN]
    surprising = sorted(candidates, key=lambda c: -abs(_by_rules(c) - c.score))
    surprising = [c for c in surprising if abs(_by_rules(c) - c.score) >= _SURPRISING_FROM]
    chosen: dict[int, ProbeReason] = {}
    for place in range(max(len(unsure), len(surprising))):
        for pile, why in ((unsure, ProbeReason.UNCERTAIN), (surprising, ProbeReason.SURPRISING)):
            if place < len(pile) and len(chosen) < most:
                chosen.setdefault(pile[place].lead_id, why)
    return list(chosen.items())


def _by_rules(candidate: ProbeCandidate) -> float:
    """The score by rules alone, from the stored signals."""
    return sigmoid(sum_weights((signal.kind, signal.weight) for signal in candidate.signals))
