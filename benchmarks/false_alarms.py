"""Leads on real titles that hold none of the marks: every one is a false alarm.

    python -m benchmarks.false_alarms [--rights FILE] [--show]

Without --rights the made-up rights of the first hand-written evaluation set are looked for.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.material.data_folder import data_file
from classifiers.characters.folding import fold
from classifiers.matching.registered_forms import marks_of
from classifiers.scoring.score import assess_batches
from classifiers.scoring.scorer import make_scorer
from classifiers.training.evaluation import FOLDER, set_names
from storage.records import Assessment, Listing, RightKind
from storage.rights.import_file import read_rights_file


def listings(path: Path) -> Iterator[Listing]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            fields = {k: v for k, v in row.items() if v and k != "platform"}
            if "title" in fields:
                yield Listing.from_json({**fields, "url": f"https://titles.example/{number}"})


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rights", type=Path, default=FOLDER / set_names()[0] / "rights.yml")
    parser.add_argument("--show", action="store_true", help="print every candidate")
    options = parser.parse_args(arguments)
    path = data_file("titles.csv.gz")
    if path is None:
        print("the shared titles are not here (HUBIAO_SHARED_DATA): nothing was measured")
        return 0
    book = read_rights_file(options.rights)
    scorer = make_scorer(book)
    forms = [fold(form) for right in book for form in marks_of(right)]
    watched = {right.id for right in book if right.kind is RightKind.PRODUCT_RULE}
    free = [
        listing
        for listing in listings(path)
        if not any(form in fold(f"{listing.title} {listing.shop or ''}") for form in forms)
    ]
    titles = {listing.url: listing.title for listing in free}
    assessments = [
        assessment
        for batch in assess_batches(free, scorer)
        for _, of_listing in batch
        for assessment in of_listing
        if assessment.right not in watched
    ]
    leads = [assessment for assessment in assessments if assessment.lead]
    print(
        f"{len(free):,} titles, {len(book.rights)} rights: {len(assessments)} candidates, {len(leads)} leads"
    )
    for assessment in assessments if options.show else leads:
        print(f"  {_line(assessment, titles)}")
    return 0


def _line(assessment: Assessment, titles: dict[str, str]) -> str:
    mark = next(signal for signal in assessment.signals if signal.kind == "mark")
    title = titles[assessment.url]
    return f"{assessment.score:.2f} {assessment.right}: {mark.text} in {title} ({mark.explanation})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
