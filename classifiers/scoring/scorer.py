"""The scorer (研判器): a book's matcher and the model, made once and used for all listings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from classifiers.candidate.office_patterns import OfficePattern, load_patterns
from classifiers.matching.matcher import Matcher
from classifiers.matching.matcher_cache import matcher_for
from classifiers.scoring.model import ScoringModel, load_model
from storage.records import RightHolder, RightsBook
from storage.records.source_count import SourceCounts

DEFAULT_THRESHOLD = 0.5
"""Score from which a listing is a lead; the office sets its own (`lead_threshold`)."""


@dataclass(frozen=True, kw_only=True)
class Scorer:
    """What scoring needs beside the listings."""

    book: RightsBook
    matcher: Matcher
    model: ScoringModel
    threshold: float
    """Score from which a listing is a lead."""
    on: date | None = None
    """Day on which licences are judged; None: the day each listing was seen, else today."""
    patterns: tuple[OfficePattern, ...] = ()
    """The office's own patterns (自定义用语)."""
    sources: SourceCounts = field(default_factory=dict)
    """Verdicts on unknown sellers, by right and platform."""
    keep_tentative: bool = False
    """Whether a part of a sign makes a candidate although nothing bears it out: for a person who asks
    why a listing is no lead; stored listings are not judged so, since a region's name stands in many
    signs."""

    @cached_property
    def holders(self) -> Mapping[str, RightHolder]:
        """By id."""
        return {holder.id: holder for holder in self.book.holders}


def make_scorer(
    book: RightsBook,
    *,
    threshold: float = DEFAULT_THRESHOLD,
    on: date | None = None,
    model: ScoringModel | None = None,
    rules_only: bool = False,
    home: Path | None = None,
    sources: SourceCounts | None = None,
    keep_tentative: bool = False,
) -> Scorer:
    """Compile the matcher and take `model`, or load the one that is in use, or rules alone.

    `home` is the data folder, with the office's own models, patterns and compiled matchers; without
    it the shipped model judges. Raises BadInput where the office's patterns cannot be used.
    """
    return Scorer(
        book=book,
        matcher=matcher_for(book, home / "cache" if home else None),
        model=model or load_model(home / "models" if home else None, rules_only=rules_only),
        threshold=threshold,
        on=on,
        patterns=load_patterns(home),
        sources=sources or {},
        keep_tentative=keep_tentative,
    )
