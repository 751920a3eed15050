"""How many real confusions of characters our own table explains, and how many random pairs.

    python -m benchmarks.confusions

A pair is explained at a bound when its cost is not above it. The pairs are split by character, so
that no character stands on two sides: one half is for developing, the other is held out; pairs
with a foot in each are the third row. Random pairs are drawn three ways: from the characters of
the real pairs, from the characters of the standard, and from common ones.

Below, the same recall at the bound at which a given share of random pairs (drawn from the
characters of the real ones, the hardest draw) is explained too.
"""

from __future__ import annotations

import hashlib
import random
import sys
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from benchmarks.material.data_folder import data_file
from classifiers.characters.confusion_table import load_confusions
from classifiers.characters.folding import fold

BOUNDS = (0.25, 0.3, 0.4, 0.45, 0.5, 0.66, 0.8)
SHARES = (0.005, 0.01, 0.015, 0.02)
DRAWN = 40_000
_COMMON_BITS = 12
"""Rarity up to which a character counts as common (one in 4,000 that are met)."""
Pair = tuple[str, str]


def side(pair: Pair) -> str:
    """`develop`, `held out`, or `between` where the characters lie on both sides."""
    halves = {hashlib.sha256(f"half{c}".encode()).digest()[0] % 2 for c in pair}
    return "between" if len(halves) == 2 else ("held out" if halves == {1} else "develop")


def real_pairs(path: Path) -> dict[tuple[str, str], list[Pair]]:
    """(kind, side) → pairs of right and wrong."""
    pairs: dict[tuple[str, str], list[Pair]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        how, right, wrong = line.split("\t")
        pair = fold(right), fold(wrong)
        pairs.setdefault((how, side(pair)), []).append(pair)
    return pairs


def random_pairs(first: Sequence[str], second: Sequence[str], rng: random.Random) -> list[Pair]:
    drawn = ((rng.choice(first), rng.choice(second)) for _ in range(DRAWN))
    return [pair for pair in drawn if pair[0] != pair[1]]


def main() -> int:
    path = data_file("confusions.tsv")
    if path is None:
        print("the shared confusions are not here (HUBIAO_SHARED_DATA): nothing was measured")
        return 0
    real = real_pairs(path)
    print(f"{'':20}{'pairs':>7}  " + "  ".join(f"{bound:5.2f}" for bound in BOUNDS))
    for how, where in sorted(real):
        _row(f"{how}, {where}", real[how, where])
    every = [pair for listed in real.values() for pair in listed]
    rarity, rng = load_confusions().rarity, random.Random(3)
    standard = sorted(rarity)
    common = [c for c in standard if rarity[c] <= _COMMON_BITS]
    theirs = random_pairs([a for a, _ in every], [b for _, b in every], rng)
    _row("random, theirs", theirs)
    _row("random, standard", random_pairs(standard, standard, rng))
    _row("random, common", random_pairs(common, common, rng))
    _trade(real, theirs)
    return 0


def _trade(real: dict[tuple[str, str], list[Pair]], drawn: Sequence[Pair]) -> None:
    """Recall by the share of random pairs that the bound lets through, which is never exceeded."""
    costs = sorted(_costs(drawn))
    bounds = [_highest_within(costs, round(share * len(drawn))) for share in SHARES]
    print(f"\n{'random at most':27}  " + "  ".join(f"{share:5.3f}" for share in SHARES))
    print(f"{'cost up to':27}  " + "  ".join(f"{bound:5.2f}" for bound in bounds))
    for how, where in sorted(real):
        _row(f"{how}, {where}", real[how, where], bounds)


def _highest_within(costs: Sequence[float], allowed: int) -> float:
    """The highest of the sorted costs at which no more than `allowed` are told."""
    reached = [cost for cost in sorted(set(costs)) if bisect_right(costs, cost) <= allowed]
    return reached[-1] if reached else 0.0


def _costs(pairs: Sequence[Pair]) -> list[float]:
    table = load_confusions()
    return [cost for pair in pairs if (cost := table.cost(*pair)) is not None]


def _row(name: str, pairs: Sequence[Pair], bounds: Sequence[float] = BOUNDS) -> None:
    costs = _costs(pairs)
    shares = (sum(cost <= bound for cost in costs) / len(pairs) for bound in bounds)
    print(f"{name:20}{len(pairs):7}  " + "  ".join(f"{share:5.3f}" for share in shares))


if __name__ == "__main__":
    sys.exit(main())
