"""Probing (抽样复核): which pending leads teach most, picked after every assessment."""

from __future__ import annotations

from collections.abc import Sequence

from classifiers.scoring.rules import sigmoid, summed
from storage.base.database import Database
from storage.leads.probes import Candidate, mix_in, probe_candidates, probe_places

_SURE, _APART = 0.2, 0.35
"""Distance from one half below which the model is unsure; difference between rules and model from
which a score surprises."""


def mix_probes(database: Database, share: float) -> int:
    """Mix uncertain and surprising leads into the queue, in turn. Returns how many."""
    if share <= 0:
        return 0
    with database.begin() as session:
        places = probe_places(session, share)
        if not places:
            return 0
        return mix_in(session, places, picked(probe_candidates(session), len(places)))


def picked(candidates: Sequence[Candidate], most: int) -> list[tuple[int, str]]:
    """Up to `most` (lead, why), uncertain and surprising ones in turn; no lead twice."""
    unsure = [c for c in candidates if abs(c.score - 0.5) <= _SURE]
    odd = sorted(candidates, key=lambda c: -abs(_by_rules(c) - c.score))
    odd = [c for c in odd if abs(_by_rules(c) - c.score) >= _APART]
    chosen: dict[int, str] = {}
    for place in range(max(len(unsure), len(odd))):
        for pile, why in ((unsure, "uncertain"), (odd, "surprising")):
            if place < len(pile) and len(chosen) < most:
                chosen.setdefault(pile[place].lead_id, why)
    return list(chosen.items())


def _by_rules(candidate: Candidate) -> float:
    """What the rules alone would have said, from the signals that were kept."""
    return sigmoid(summed((str(s["kind"]), float(str(s["weight"]))) for s in candidate.weights))
