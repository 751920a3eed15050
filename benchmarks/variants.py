"""How many disguises are found, and how many real titles raise a false alarm.

    python -m benchmarks.variants [--brands N] [--titles N] [--seed N]

Real brand words stand in for marks; each disguise is planted into a real title that does not hold
the brand. Typing and shape confusions are real ones that people made, never from our own table.
False alarms are counted over title × right pairs in which the brand does not stand.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from opencc import OpenCC
from pypinyin import lazy_pinyin

from benchmarks.data_folder import data_file
from classifiers.folding import fold
from classifiers.matcher import compile_matcher
from storage.records import Right

SEPARATORS = (" ", "/", "·", "*", "-", "_", "|", "丨", "、", "\u200b", "🔥", "❤", "～", ".")
AFFIXES = "新大小老真源好金王家记牌正美"
Disguiser = Callable[[str, random.Random], Iterator[str]]

_to_traditional = OpenCC("s2t").convert


def width(brand: str, _: random.Random) -> Iterator[str]:
    if brand.isascii():
        yield "".join(chr(ord(c) + 0xFEE0) for c in brand)
        yield brand.swapcase()


def script(brand: str, _: random.Random) -> Iterator[str]:
    yield _to_traditional(brand)


def separators(brand: str, rng: random.Random) -> Iterator[str]:
    mark = rng.choice(SEPARATORS)
    yield mark.join(brand)
    place = rng.randrange(1, len(brand))
    yield brand[:place] + rng.choice(SEPARATORS) + brand[place:]


def pinyin(brand: str, _: random.Random) -> Iterator[str]:
    syllables = lazy_pinyin(brand)
    yield "".join(syllables)
    yield " ".join(syllables).title()


def mixed_pinyin(brand: str, rng: random.Random) -> Iterator[str]:
    syllables = lazy_pinyin(brand)
    place = rng.randrange(len(brand))
    yield brand[:place] + syllables[place] + brand[place + 1 :]
    yield brand[: place + 1] + syllables[place] + brand[place + 1 :]


def order(brand: str, _: random.Random) -> Iterator[str]:
    yield brand[::-1]
    if len(brand) >= 4:
        half = len(brand) // 2
        yield brand[half:] + brand[:half]


def affixes(brand: str, rng: random.Random) -> Iterator[str]:
    place = rng.randrange(1, len(brand))
    yield rng.choice(AFFIXES) + brand
    yield brand + rng.choice(AFFIXES)
    yield brand[:place] + rng.choice(AFFIXES) + brand[place:]


RULES: dict[str, Disguiser] = {
    "width": width,
    "script": script,
    "separators": separators,
    "pinyin": pinyin,
    "mixed pinyin": mixed_pinyin,
    "order": order,
    "affixes": affixes,
}


def confusions(kind: str, path: Path) -> Disguiser:
    """Real confusions of one kind, one character of the brand at a time."""
    known: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        how, right, wrong = line.split("\t")
        if how == kind:
            known[right].append(wrong)

    def disguise(brand: str, rng: random.Random) -> Iterator[str]:
        places = [place for place, character in enumerate(brand) if character in known]
        for place in rng.sample(places, min(2, len(places))):
            yield brand[:place] + rng.choice(known[brand[place]]) + brand[place + 1 :]

    return disguise


def titles(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [row["title"] for row in csv.DictReader(lines) if row["title"]]


def plant(words: str, title: str, rng: random.Random) -> str:
    """Into the title at its start, its end or anywhere; Latin words keep clear of other letters."""
    place = rng.choice([0, len(title), rng.randrange(len(title) + 1)])
    gap = " " if words.isascii() else ""
    return f"{title[:place]}{gap}{words}{gap}{title[place:]}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brands", type=int, default=400)
    parser.add_argument("--titles", type=int, default=24_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true", help="print what was missed")
    options = parser.parse_args(arguments)
    paths = [data_file(name) for name in ("titles.csv.gz", "brands.txt", "confusions.tsv")]
    if None in paths:
        print("the shared data is not here (HUBIAO_SHARED_DATA): nothing was measured")
        return 0
    titles_path, brands_path, confusions_path = (path for path in paths if path is not None)
    rng = random.Random(options.seed)
    brands = rng.sample(_brands(brands_path), options.brands)
    carriers = titles(titles_path)
    matcher = compile_matcher([Right(id=brand, text=brand) for brand in brands])
    kinds = {
        **RULES,
        "typing": confusions("typing", confusions_path),
        "shape": confusions("shape", confusions_path),
    }
    for name, disguise in kinds.items():
        found = planted = 0
        missed = []
        for number, brand in enumerate(brands):
            for words in disguise(brand, rng):
                if words == brand:
                    continue
                title = plant(words, rng.choice(carriers), rng)
                planted += 1
                if any(one.right == number for one in matcher.find(title)):
                    found += 1
                else:
                    missed.append(f"{brand}→{words} in {title}")
        share = found / planted if planted else float("nan")
        print(f"{name:14} {found:6} of {planted:6} found  {share:.4f}")
        if options.show:
            print("   ", "\n    ".join(rng.sample(missed, min(12, len(missed)))))
    _false_alarms(matcher, brands, carriers[: options.titles], rng, options.show)
    return 0


def _false_alarms(
    matcher: object, brands: list[str], carriers: list[str], rng: random.Random, show: bool
) -> None:
    folded = [fold(brand) for brand in brands]
    alarms, pairs, shown = 0, 0, []
    for title in carriers:
        plain = fold(title)
        held = {n for n, brand in enumerate(folded) if brand in plain}
        pairs += len(brands) - len(held)
        wrong = {one.right for one in matcher.find(title)} - held  # type: ignore[attr-defined]
        alarms += len(wrong)
        shown += [
            f"{brands[n]}: {one.text} ({one.how}, {one.cost:.2f}) in {title}"
            for n in wrong
            for one in matcher.find(title)  # type: ignore[attr-defined]
            if one.right == n
        ]
    print(f"false alarms   {alarms} in {pairs:,} title × right pairs: {alarms / pairs:.2e}")
    if show:
        print("   ", "\n    ".join(rng.sample(shown, min(40, len(shown)))))


def _brands(path: Path) -> list[str]:
    words = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [word for word in words if len(fold(word)) >= 2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
