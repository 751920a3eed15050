"""How many real confusions of characters our own table explains, and how many random pairs.

    python -m benchmarks.confusions

A pair is explained at a bound when its cost is not above it. Random pairs are drawn from the
characters of the real ones.
"""

from __future__ import annotations

import random
import sys

from benchmarks.data_folder import data_file
from classifiers.confusions.table import load_confusions
from classifiers.folding import fold

BOUNDS = (0.25, 0.3, 0.4, 0.45, 0.5, 0.66)


def main() -> int:
    path = data_file("confusions.tsv")
    if path is None:
        print("the shared confusions are not here (HUBIAO_SHARED_DATA): nothing was measured")
        return 0
    pairs: dict[str, list[tuple[str, str]]] = {"typing": [], "shape": []}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        how, right, wrong = line.split("\t")
        pairs[how].append((fold(right), fold(wrong)))
    every = [pair for listed in pairs.values() for pair in listed]
    rng = random.Random(3)
    drawn = ((rng.choice(every)[0], rng.choice(every)[1]) for _ in range(40_000))
    pairs["random"] = [pair for pair in drawn if pair[0] != pair[1]]
    table = load_confusions()
    print("bound   " + "  ".join(f"{bound:5.2f}" for bound in BOUNDS))
    for name, listed in pairs.items():
        costs = [cost for pair in listed if (cost := table.cost(*pair)) is not None]
        shares = (sum(cost <= bound for cost in costs) / len(listed) for bound in BOUNDS)
        print(f"{name:8}" + "  ".join(f"{share:5.3f}" for share in shares))
    return 0


if __name__ == "__main__":
    sys.exit(main())
