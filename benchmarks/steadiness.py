"""How steady the judgement is: leads that flip though nothing that the answer rests on changed.

    python -m benchmarks.steadiness [--seeds N] [--show KIND]

Every listing of the hand-written sets is written anew in ways that keep its answer
(`benchmarks/material/mutations.py`), and judged with part of the word lists hidden, as if the lists had never
held these words. Printed a kind: listings changed, leads (by the next step) that flip (to none, to a lead), mean
|Δscore|, and precision and recall on what was changed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import yaml

from benchmarks.material.mutations import MUTATIONS, Mutation
from classifiers.goods import lexicon
from classifiers.scoring.model import load_model
from classifiers.scoring.scorer import Scorer, make_scorer
from classifiers.training.evaluation import judged, score_written_sets, set_names, written_set
from classifiers.training.fit import candidate_signals
from classifiers.training.labelled_listing import ScoredListing
from classifiers.training.metrics import figures

_HIDDEN = {"goods": "a third of the goods words", "wording": "a third of the wording",
           "places": "a third of the place words"}  # fmt: skip
_SHARE = 3


@dataclass(frozen=True, kw_only=True)
class Change:
    """One listing judged as it was written, and anew."""

    before: ScoredListing
    after: ScoredListing

    @property
    def flipped(self) -> bool:
        return self.before.lead != self.after.lead


def changes(
    scorer: Scorer, before: Sequence[ScoredListing], mutation: Mutation, seed: int
) -> list[Change]:
    """Every listing that the mutation changes, judged before and after."""
    pairs = []
    for number, scored in enumerate(before):
        labelled = scored.labelled
        case = candidate_signals(labelled.listing, labelled.right, scorer)
        if case is None:
            continue
        rng = random.Random(f"{seed}.{number}")
        mutated = mutation(labelled.listing, case[0], rng)
        if mutated is not None and mutated != labelled.listing:
            pairs.append((scored, replace(labelled, listing=mutated)))
    after = judged([labelled for _, labelled in pairs], scorer)
    return [Change(before=old, after=new) for (old, _), new in zip(pairs, after, strict=True)]


def _judged(folder: str | None) -> list[ScoredListing]:
    """All sets judged with the word lists of `folder`; runs in a process of its own."""
    if folder is not None:
        lexicon.FOLDER = Path(folder)
    return score_written_sets(load_model())


def hidden(name: str, seed: int, before: Sequence[ScoredListing]) -> list[Change]:
    """All listings, judged with a third of the words of one list hidden."""
    rng = random.Random(f"{name}.{seed}")
    with tempfile.TemporaryDirectory() as folder:
        for path in lexicon.FOLDER.glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            if path.stem == name:
                text = yaml.safe_dump(_thinned(yaml.safe_load(text), rng), allow_unicode=True)
            (Path(folder) / path.name).write_text(text, encoding="utf-8")
        after = _in_process(folder)
    return [Change(before=old, after=new) for old, new in zip(before, after, strict=True)]


def _in_process(folder: str | None) -> list[ScoredListing]:
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_judged, folder).result()


def _thinned(part: Any, rng: random.Random) -> Any:
    """The same lists without a third of their words; the first word names its group and stays."""
    if isinstance(part, dict):
        return {key: _thinned(value, rng) for key, value in part.items()}
    if isinstance(part, list) and part and not isinstance(part[0], dict):
        return [part[0], *(word for word in part[1:] if rng.randrange(_SHARE))]
    return [_thinned(member, rng) for member in part] if isinstance(part, list) else part


def line(kind: str, changes: Sequence[Change]) -> str:
    """One line of the table."""
    flips = [change for change in changes if change.flipped]
    down = sum(change.before.lead for change in flips)
    moved = sum(abs(change.after.score - change.before.score) for change in changes)
    measured = figures([change.after for change in changes])
    return (
        f"{kind:28} {len(changes):6} {down:8} {len(flips) - down:8} {moved / max(1, len(changes)):8.3f}"
        f" {measured.precision:10.3f} {measured.recall:7.3f}"
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2, help="draws of each kind")
    parser.add_argument("--show", help="print the flips of one kind")
    options = parser.parse_args(arguments)
    sets = []
    for book, listings in map(written_set, set_names()):
        scorer = make_scorer(book)
        sets.append((scorer, judged(listings, scorer)))
    print(f"{load_model().name}, {sum(len(listings) for _, listings in sets)} listings")
    print(
        f"{'kind':28} {'changed':>6} {'to none':>8} {'to lead':>8} {'mean |Δ|':>8} precision  recall"
    )
    kinds: dict[str, list[Change]] = {}
    for mutation in MUTATIONS:
        kinds[mutation.__name__] = [
            change
            for seed in range(options.seeds)
            for scorer, before in sets
            for change in changes(scorer, before, mutation, seed)
        ]
    unchanged = _in_process(None)
    for name, says in _HIDDEN.items():
        kinds[says] = [
            change for seed in range(options.seeds) for change in hidden(name, seed, unchanged)
        ]
    for kind, of_kind in kinds.items():
        print(line(kind, of_kind))
    for change in kinds.get(options.show, ()):
        if change.flipped:
            labelled = change.after.labelled
            print(
                f"  {int(labelled.infringing)} {change.before.score:.2f} → {change.after.score:.2f}"
                f" {labelled.listing.title}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
