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

from benchmarks.data_folder import data_file
from classifiers.matching.folding import fold
from classifiers.matching.matcher import marks_of
from classifiers.scoring.score import score_listings
from classifiers.scoring.scorer import set_up_bench
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
    parser.add_argument("--show", action="store_true", help="print every find")
    options = parser.parse_args(arguments)
    path = data_file("titles.csv.gz")
    if path is None:
        print("the shared titles are not here (HUBIAO_SHARED_DATA): nothing was measured")
        return 0
    book = read_rights_file(options.rights)
    bench = set_up_bench(book)
    forms = [fold(form) for right in book for form in marks_of(right)]
    watched = {right.id for right in book if right.kind is RightKind.PRODUCT_RULE}
    free = [
        one
        for one in listings(path)
        if not any(form in fold(" ".join((one.title, one.shop or ""))) for form in forms)
    ]
    titles = {one.url: one.title for one in free}
    found = [a for a in score_listings(free, bench, all_rights=True) if a.right not in watched]
    leads = [a for a in found if a.lead]
    print(
        f"{len(free):,} titles, {len(book.rights)} rights: {len(found)} finds, {len(leads)} leads"
    )
    for one in found if options.show else leads:
        print(f"  {_line(one, titles)}")
    return 0


def _line(one: Assessment, titles: dict[str, str]) -> str:
    mark = next(signal for signal in one.signals if signal.kind == "mark")
    return f"{one.score:.2f} {one.right}: {mark.text} in {titles[one.url]} ({mark.explanation})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
