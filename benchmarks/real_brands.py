"""What is decided of real titles that hold real brand names: nearly all are honest offers, so that a letter
needs words that speak for it.

    python -m benchmarks.real_brands [--brands N] [--show STEP]

The marks are brand names of the shared lists that stand in at least two of the shared titles and are neither words
of the language nor of goods, places or descriptions; each is registered, for the measure alone, for the three goods
that its titles name most. Nothing is known of any seller, so an exact mark is to be asked about and no more.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.false_alarms import listings
from benchmarks.material.data_folder import data_file
from classifiers.characters.folding import fold
from classifiers.goods.ordinary_words import is_attributive, means_something
from classifiers.goods.words import goods_lexicon
from classifiers.scoring.score import assess_batches
from classifiers.scoring.scorer import make_scorer
from storage.records import Assessment, Listing, Right, RightsBook

_LENGTHS = range(2, 8)
"""Characters of a brand name that is looked for."""
_LEAST_TITLES = 2
_GOODS = 3
"""Goods that a brand is registered for."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brands", type=int, default=1_000, help="at most so many, the commonest")
    parser.add_argument("--show", metavar="STEP", help="print the titles of this next step")
    options = parser.parse_args(arguments)
    titles, brands = data_file("titles.csv.gz"), data_file("brands.txt")
    if titles is None or brands is None:
        print("the shared titles are not here (HUBIAO_SHARED_DATA): nothing was measured")
        return 0
    offers = list(listings(titles))
    rights = _rights(offers, _names(brands), options.brands)
    assessments = list(_assessments(offers, rights))
    steps = Counter(str(assessment.next_step) for assessment in assessments)
    print(f"{len(offers):,} titles, {len(rights)} brands, {len(assessments):,} candidates")
    for step, count in steps.most_common():
        print(f"  {step:14} {count:6,} {count / len(assessments):.3f}")
    if options.show:
        _show(options.show, assessments, offers, rights)
    return 0


def _names(path: Path) -> frozenset[str]:
    words = path.read_text(encoding="utf-8").split()
    return frozenset(word for word in words if len(word) in _LENGTHS and _is_name(fold(word)))


def _is_name(folded: str) -> bool:
    """Whether a word says nothing but whose goods they are."""
    return not (means_something(folded) or is_attributive(folded) or folded.isdigit())


def _rights(offers: Sequence[Listing], names: frozenset[str], most: int) -> tuple[Right, ...]:
    titles: Counter[str] = Counter()
    goods: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for offer in offers:
        for name in sorted(_names_in(offer.title, names)):
            titles[name] += 1
            words = {word.word for word in goods_lexicon().find(offer.title) if len(word.word) > 1}
            goods[name].update(sorted(words))
    common = [name for name, count in titles.most_common(most) if count >= _LEAST_TITLES]
    return tuple(
        Right(id=name, text=name, goods=tuple(word for word, _ in goods[name].most_common(_GOODS)))
        for name in common
        if goods[name]
    )


def _names_in(title: str, names: frozenset[str]) -> set[str]:
    pieces = (title[at : at + length] for at in range(len(title)) for length in _LENGTHS)
    return names.intersection(pieces)


def _assessments(offers: Sequence[Listing], rights: tuple[Right, ...]) -> Iterator[Assessment]:
    scorer = make_scorer(RightsBook(rights=rights))
    for batch in assess_batches(offers, scorer):
        for _, of_listing in batch:
            yield from of_listing


def _show(
    step: str,
    assessments: Sequence[Assessment],
    offers: Sequence[Listing],
    rights: Sequence[Right],
) -> None:
    titles = {offer.url: offer.title for offer in offers}
    goods = {right.id: "、".join(right.goods) for right in rights}
    for assessment in assessments:
        if str(assessment.next_step) == step:
            grounds = "；".join(s.explanation for s in assessment.signals if s.weight > 0)
            print(f"{assessment.score:.2f} {assessment.right} ({goods[assessment.right]}):")
            print(f"    {titles[assessment.url]}\n    {grounds}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
