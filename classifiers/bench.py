"""Setting up the bench (研判台): a book's matcher and the judge, ready for listings."""

from __future__ import annotations

from datetime import date

from classifiers.matcher import compile_matcher
from classifiers.model import load_judge
from classifiers.scoring import Bench
from storage.records import RightsBook


def set_up_bench(
    book: RightsBook, *, threshold: float = 0.5, on: date | None = None, rules_only: bool = False
) -> Bench:
    """Compile the matcher and load the model that is in use, or rules alone."""
    return Bench(
        book=book,
        matcher=compile_matcher(book),
        judge=load_judge(rules_only=rules_only),
        threshold=threshold,
        on=on,
    )
