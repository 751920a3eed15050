"""Setting up the bench (研判台): a book's matcher and the judge, ready for listings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from classifiers.candidate.office_patterns import load_patterns
from classifiers.matching.matcher_cache import matcher_for
from classifiers.scoring.model import load_judge
from classifiers.scoring.score import Bench
from storage.records import RightsBook


def set_up_bench(
    book: RightsBook,
    *,
    threshold: float = 0.5,
    on: date | None = None,
    rules_only: bool = False,
    home: Path | None = None,
) -> Bench:
    """Compile the matcher and load the model that is in use, or rules alone.

    `home` is the data folder, with the office's own models and compiled matchers; without it the
    shipped model judges.
    """
    return Bench(
        book=book,
        matcher=matcher_for(book, home / "cache" if home else None),
        judge=load_judge(home / "models" if home else None, rules_only=rules_only),
        threshold=threshold,
        on=on,
        patterns=load_patterns(home),
    )
