"""Pairs of word marks that an office or a court compared: is the second sign told for the first?

    python -m benchmarks.public.sign_pairs [--half work|kept] [--show]

Each pair is written as a shop writes a sign, in the brand field and at the head of a title before its goods. The
right has the goods of the listing, so that only the signs are compared. Of pairs decided similar the share is
printed in which the sign was matched, answered identical or similar, and became a lead; of pairs decided not
similar the same shares, which are errors there. Verdicts and sources stand in `material/sign_pairs.tsv`; the half
`kept` is measured without being read.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from classifiers.scoring.score import assess_batches
from classifiers.scoring.scorer import make_scorer
from storage.records import Assessment, Listing, Right, RightsBook
from storage.records.element import SPEAKING, ElementName

PAIRS = Path(__file__).resolve().parents[1] / "material" / "sign_pairs.tsv"
WAYS = ("brand", "title")
"""Where a shop writes the sign."""


class Pair(NamedTuple):
    """One row of the file."""

    half: str
    mark: str
    second: str
    verdict: str
    """`similar` or `not`."""
    kind: str
    """What the two have in common, by the guide's own cases: order, sound, shape, replaced, added …"""
    goods: str
    confidence: str
    """`read` where the source was read, `recalled` where only its outcome is remembered."""
    source: str


class Answer(NamedTuple):
    """What became of one pair written in one way."""

    matched: bool
    similar: bool
    lead: bool


def read_pairs(path: Path, half: str | None = None) -> list[Pair]:
    """The pairs of one half, or of both; lines that begin with # are notes."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(
            (line for line in lines if not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
        pairs = [Pair(*row) for row in rows]
    return [pair for pair in pairs if half in (None, pair.half)]


def answers(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, str, Answer]]:
    """Each pair in each way, against its own mark alone."""
    for pair in pairs:
        right = Right(id="right", text=pair.mark, goods=(pair.goods,))
        scorer = make_scorer(RightsBook(rights=(right,)))
        batches = assess_batches([_listing(pair, way) for way in WAYS], scorer)
        for way, (_, of_listing) in zip(
            WAYS, (row for batch in batches for row in batch), strict=True
        ):
            yield pair, way, _answer(of_listing)


def _listing(pair: Pair, way: str) -> Listing:
    fields = {"title": f"{pair.goods} 新款", "brand": pair.second}
    if way == "title":
        fields = {"title": f"{pair.second} {pair.goods}"}
    return Listing.from_json({"url": f"https://pairs.example/{way}", **fields})


def _answer(of_listing: Sequence[Assessment]) -> Answer:
    matched = [assessment for assessment in of_listing if assessment.right]
    signs = {
        element.answer
        for assessment in matched
        for element in assessment.elements
        if element.element is ElementName.SIGN
    }
    return Answer(
        matched=bool(matched),
        similar=bool(signs & SPEAKING[ElementName.SIGN]),
        lead=any(assessment.lead for assessment in matched),
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("work", "kept"))
    parser.add_argument("--show", action="store_true", help="print the errors of the half `work`")
    options = parser.parse_args(arguments)
    by_kind: defaultdict[tuple[str, str], list[Answer]] = defaultdict(list)
    for pair, way, answer in answers(read_pairs(PAIRS, options.half)):
        by_kind[pair.verdict, pair.kind].append(answer)
        by_kind[pair.verdict, f"all, {way}"].append(answer)
        by_kind[pair.verdict, f"all, {pair.confidence}"].append(answer)
        by_kind[pair.verdict, "all"].append(answer)
        if options.show and pair.half == "work" and answer.similar is (pair.verdict == "not"):
            print(f"  {pair.verdict:8}{pair.kind:14}{way:6} {pair.mark} / {pair.second} {answer}")
    _report(by_kind)
    return 0


def _report(by_kind: Mapping[tuple[str, str], Sequence[Answer]]) -> None:
    for verdict in ("similar", "not"):
        print(f"{verdict:22}{'times':>6}{'matched':>9}{'similar':>9}{'lead':>7}")
        for (of, kind), rows in sorted(by_kind.items()):
            if of == verdict:
                shares = [sum(row[place] for row in rows) / len(rows) for place in range(3)]
                print(f"  {kind:20}{len(rows):6}" + "".join(f"{share:9.3f}" for share in shares))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
