"""Setting up the bench (研判台): a book's matcher and the judge, ready for listings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from classifiers.matcher import compile_matcher
from classifiers.model import load_judge
from classifiers.scoring import Bench
from storage.records import RightsBook


def set_up_bench(
    book: RightsBook,
    *,
    threshold: float = 0.5,
    on: date | None = None,
    rules_only: bool = False,
    models: Path | None = None,
) -> Bench:
    """Compile the matcher and load the model that is in use, or rules alone.

    `models` is the folder of the office's own models; without it the shipped one judges.
    """
    return Bench(
        book=book,
        matcher=compile_matcher(book),
        judge=load_judge(models, rules_only=rules_only),
        threshold=threshold,
        on=on,
    )
