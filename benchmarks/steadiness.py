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
from classifiers.scoring.model import load_judge
from classifiers.scoring.rules import bounded
from classifiers.scoring.score import Bench
from classifiers.scoring.scorer import set_up_bench
from classifiers.training.evaluation import Question, set_names, written_set
from classifiers.training.fit import sighting_of
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
    bench: Bench, questions: Sequence[Question], mutation: Mutation, seed: int
) -> Iterator[Change]:
    """Every question whose listing the mutation changes, judged before and after."""
    for number, question in enumerate(questions):
        spoken = sighting_of(question.listing, question.right, bench)
        if spoken is None:
            continue
        rng = random.Random(f"{seed}.{number}")
        anew = mutation(question.listing, spoken[0], rng)
        if anew is not None and anew != question.listing:
            yield Change(
                title=anew.title,
                infringing=question.infringing,
                before=score(bench, question.listing, question.right),
                after=score(bench, anew, question.right),
            )


def score(bench: Bench, listing: Listing, right: str) -> float:
    spoken = sighting_of(listing, right, bench)
    if spoken is None:
        return 0.0
    return bounded(bench.judge.scores([spoken])[0], spoken[0].right, spoken[1])


def _judged(folder: str | None) -> list[float]:
    """Scores of all sets with the word lists of `folder`; runs in a process of its own."""
    if folder is not None:
        lexicon.FOLDER = Path(folder)
    scores = []
    for name in set_names():
        book, questions = written_set(name)
        bench = set_up_bench(book)
        scores += [score(bench, one.listing, one.right) for one in questions]
    return scores


def hidden(name: str, seed: int, before: Sequence[float]) -> list[Change]:
    """All questions, judged with a third of the words of one list hidden."""
    rng = random.Random(f"{name}.{seed}")
    with tempfile.TemporaryDirectory() as folder:
        for path in lexicon.FOLDER.glob("*.yml"):
            text = path.read_text(encoding="utf-8")
            if path.stem == name:
                text = yaml.safe_dump(_thinned(yaml.safe_load(text), rng), allow_unicode=True)
            (Path(folder) / path.name).write_text(text, encoding="utf-8")
        after = _in_process(folder)
    asked = [one for which in set_names() for one in written_set(which)[1]]
    return [
        Change(title=one.listing.title, infringing=one.infringing, before=old, after=new)
        for one, old, new in zip(asked, before, after, strict=True)
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
    return [_thinned(one, rng) for one in part] if isinstance(part, list) else part


def line(kind: str, found: Sequence[Change]) -> str:
    """One line of the table."""
    flips = [one for one in found if one.flipped]
    down = sum(one.after < one.before for one in flips)
    moved = sum(abs(one.after - one.before) for one in found) / max(1, len(found))
    leads = [one.infringing for one in found if one.after >= _THRESHOLD]
    real = sum(one.infringing for one in found)
    precision, recall = sum(leads) / max(1, len(leads)), sum(leads) / max(1, real)
    return (
        f"{kind:28} {len(found):6} {down:8} {len(flips) - down:8} {moved:8.3f}"
        f" {precision:10.3f} {recall:7.3f}"
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2, help="draws of each kind")
    parser.add_argument("--show", help="print the flips of one kind")
    options = parser.parse_args(arguments)
    benches = [(set_up_bench(book), asked) for book, asked in map(written_set, set_names())]
    print(f"{load_judge().name}, {sum(len(asked) for _, asked in benches)} listings")
    print(
        f"{'kind':28} {'changed':>6} {'to none':>8} {'to lead':>8} {'mean |Δ|':>8} precision  recall"
    )
    kinds: dict[str, list[Change]] = {}
    for mutation in MUTATIONS:
        kinds[mutation.__name__] = [
            one
            for seed in range(options.seeds)
            for bench, asked in benches
            for one in changes(bench, asked, mutation, seed)
        ]
    before = _in_process(None)
    for name, says in _HIDDEN.items():
        kinds[says] = [one for seed in range(options.seeds) for one in hidden(name, seed, before)]
    for kind, found in kinds.items():
        print(line(kind, found))
    for one in kinds.get(options.show, ()):
        if one.flipped:
            print(f"  {int(one.infringing)} {one.before:.2f} → {one.after:.2f} {one.title}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
