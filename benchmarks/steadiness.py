"""How steady the judgement is: leads that flip though nothing that the answer rests on changed.

    python -m benchmarks.steadiness [--seeds N] [--show KIND]

Every listing of the hand-written sets is written anew in ways that keep its answer
(`benchmarks/mutations.py`), and judged with part of the word lists hidden, as if the lists had never
held these words. Printed a kind: listings changed, leads that flip (to honest, to infringing), mean
|Δscore|, and precision and recall on what was changed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import yaml

from benchmarks.mutations import MUTATIONS, Mutation
from classifiers.goods import lexicon
from classifiers.scoring.model import load_model
from classifiers.scoring.score import Scorer
from classifiers.scoring.scorer import make_scorer
from classifiers.signals.rules import bounded
from classifiers.training.evaluation import LabelledListing, set_names, written_set
from classifiers.training.fit import candidate_signals
from storage.records import Listing

_THRESHOLD = 0.5
_HIDDEN = {"goods": "a third of the goods words", "wording": "a third of the wording",
           "places": "a third of the place words"}  # fmt: skip
_SHARE = 3


@dataclass(frozen=True, kw_only=True)
class Change:
    """One listing judged as it was written, and anew."""

    title: str
    infringing: bool
    before: float
    after: float

    @property
    def flipped(self) -> bool:
        return (self.before >= _THRESHOLD) != (self.after >= _THRESHOLD)


def changes(
    scorer: Scorer, listings: Sequence[LabelledListing], mutation: Mutation, seed: int
) -> Iterator[Change]:
    """Every listing that the mutation changes, scored before and after."""
    for number, labelled in enumerate(listings):
        case = candidate_signals(labelled.listing, labelled.right, scorer)
        if case is None:
            continue
        rng = random.Random(f"{seed}.{number}")
        mutated = mutation(labelled.listing, case[0], rng)
        if mutated is not None and mutated != labelled.listing:
            yield Change(
                title=mutated.title,
                infringing=labelled.infringing,
                before=score(scorer, labelled.listing, labelled.right),
                after=score(scorer, mutated, labelled.right),
            )


def score(scorer: Scorer, listing: Listing, right: str) -> float:
    """Score of one listing against one right; 0 where its mark is not matched."""
    case = candidate_signals(listing, right, scorer)
    if case is None:
        return 0.0
    candidate, signals = case
    judgement = scorer.model.judge([case], scorer.threshold)[0]
    return bounded(judgement.score, candidate.right, signals)


def _judged(folder: str | None) -> list[float]:
    """Scores of all sets with the word lists of `folder`; runs in a process of its own."""
    if folder is not None:
        lexicon.FOLDER = Path(folder)
    scores = []
    for name in set_names():
        book, listings = written_set(name)
        scorer = make_scorer(book)
        scores += [score(scorer, labelled.listing, labelled.right) for labelled in listings]
    return scores


def hidden(name: str, seed: int, before: Sequence[float]) -> list[Change]:
    """All listings, scored with a third of the words of one list hidden."""
    rng = random.Random(f"{name}.{seed}")
    with tempfile.TemporaryDirectory() as folder:
        for path in lexicon.FOLDER.glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            if path.stem == name:
                text = yaml.safe_dump(_thinned(yaml.safe_load(text), rng), allow_unicode=True)
            (Path(folder) / path.name).write_text(text, encoding="utf-8")
        after = _in_process(folder)
    listings = [labelled for set_name in set_names() for labelled in written_set(set_name)[1]]
    return [
        Change(title=labelled.listing.title, infringing=labelled.infringing, before=old, after=new)
        for labelled, old, new in zip(listings, before, after, strict=True)
    ]


def _in_process(folder: str | None) -> list[float]:
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
    down = sum(change.after < change.before for change in flips)
    moved = sum(abs(change.after - change.before) for change in changes) / max(1, len(changes))
    leads = [change.infringing for change in changes if change.after >= _THRESHOLD]
    real = sum(change.infringing for change in changes)
    precision, recall = sum(leads) / max(1, len(leads)), sum(leads) / max(1, real)
    return (
        f"{kind:28} {len(changes):6} {down:8} {len(flips) - down:8} {moved:8.3f}"
        f" {precision:10.3f} {recall:7.3f}"
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2, help="draws of each kind")
    parser.add_argument("--show", help="print the flips of one kind")
    options = parser.parse_args(arguments)
    sets = [(make_scorer(book), listings) for book, listings in map(written_set, set_names())]
    print(f"{load_model().name}, {sum(len(listings) for _, listings in sets)} listings")
    print(
        f"{'kind':28} {'changed':>6} {'to none':>8} {'to lead':>8} {'mean |Δ|':>8} precision  recall"
    )
    kinds: dict[str, list[Change]] = {}
    for mutation in MUTATIONS:
        kinds[mutation.__name__] = [
            change
            for seed in range(options.seeds)
            for scorer, listings in sets
            for change in changes(scorer, listings, mutation, seed)
        ]
    before = _in_process(None)
    for name, says in _HIDDEN.items():
        kinds[says] = [
            change for seed in range(options.seeds) for change in hidden(name, seed, before)
        ]
    for kind, of_kind in kinds.items():
        print(line(kind, of_kind))
    for change in kinds.get(options.show, ()):
        if change.flipped:
            truth = int(change.infringing)
            print(f"  {truth} {change.before:.2f} → {change.after:.2f} {change.title}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
