"""How fast listings are scored, and how much memory that takes.

    python -m benchmarks.scoring [--listings N] [--rights N]

Real titles where the shared data is there, else made-up ones, repeated with a serial so that no
cache helps; through the same function as `hubiao score`, file to file, CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.material.data_folder import data_file
from benchmarks.variants import titles
from classifiers.scoring.listing_file import score_lines
from classifiers.scoring.scorer import Scorer, make_scorer
from classifiers.training.corpus.build import build_corpus
from storage.records import Right, RightsBook


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=100_000)
    parser.add_argument("--rights", type=int, default=100)
    options = parser.parse_args(arguments)
    rng = random.Random(11)
    marks = _marks(options.rights, rng)
    carriers = _carriers(rng)
    book = RightsBook(
        rights=tuple(Right(id=f"r{n}", text=mark, goods=("面粉",)) for n, mark in enumerate(marks))
    )
    started = time.process_time()
    scorer = make_scorer(book)
    print(f"{len(marks):,} rights compiled in {time.process_time() - started:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "listings.jsonl"
        free = [title for title in carriers if not scorer.matcher.find(title)]
        print(f"{len(free):,} of {len(carriers):,} titles hold no mark in any form")
        _write(path, carriers, marks, 1, rng)
        started = time.process_time()
        list(score_lines(path, scorer))
        print(f"the model is loaded, once, in {time.process_time() - started:.1f} s")
        for name, titles_of, planted, count in (
            ("with a hit", carriers, marks, options.listings // 5),
            ("without a hit", free, [], options.listings),
            ("as they come", carriers, [], options.listings // 2),
        ):
            _write(path, titles_of, planted, count, rng)
            _run(name, path, count, scorer)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory {peak} MB")
    return 0


def _run(name: str, path: Path, count: int, scorer: Scorer) -> None:
    started = time.process_time()
    hits = sum(part.count('"right": "') for part in score_lines(path, scorer))
    seconds = time.process_time() - started
    rate = f"{count / seconds:,.0f} listings/s"
    finds = sum(map(len, _lines(path, scorer)))
    print(f"{count:,} listings {name}: {hits:,} hits, {finds:,} rights found, {rate}")


def _lines(path: Path, scorer: Scorer) -> Iterator[list[str]]:
    """A line for each right whose mark stands in a listing, in batches."""
    return (part.splitlines() for part in score_lines(path, scorer, all_rights=True))


_SHORTEST = 2
"""Characters of a brand that stands in for a mark."""


def _marks(count: int, rng: random.Random) -> list[str]:
    path = data_file("brands.txt")
    if path is None:
        made = [right.text for right in build_corpus(scenes=count, each=1).book]
        return made[:count]
    words = [w for w in path.read_text(encoding="utf-8").split() if len(w) >= _SHORTEST]
    return rng.sample(words, min(count, len(words)))


def _carriers(rng: random.Random) -> list[str]:
    path = data_file("titles.csv.gz")
    if path is not None:
        return titles(path)
    print("the shared titles are not here (HUBIAO_SHARED_DATA): made-up titles are scored")
    made = build_corpus(seed=rng.randrange(2**31), scenes=100, each=24)
    return [example.listing.title for example in made.examples]


def _write(
    path: Path, carriers: list[str], marks: list[str], count: int, rng: random.Random
) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            planted = f"{rng.choice(marks)} " if marks else ""
            fields = {
                "url": f"https://shop.example/{number}",
                "title": f"{planted}{rng.choice(carriers)} {number}",
                "shop": "示例店铺",
                "price": "12.50",
            }
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
