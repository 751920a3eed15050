"""Scoring (研判): listings × rights → assessments, for `hubiao score` and `hubiao assess` alike.

Texts are matched in batches; only listings in which a mark was matched get the full work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from classifiers.candidate.candidate import Candidate
from classifiers.elements.by_logo import judge_logo
from classifiers.elements.judgement import Judgement
from classifiers.scoring import fair_use_words
from classifiers.scoring.candidates import (
    MatchedListing,
    MatchesByText,
    candidates_in,
    logo_candidates_in,
    matched_listing,
    matches_by_listing,
)
from classifiers.scoring.levels import level_of
from classifiers.scoring.model import CandidateSignals
from classifiers.scoring.scorer import Scorer
from classifiers.signals import seller_history
from classifiers.signals.registry import all_signals
from classifiers.signals.rules import bounded
from storage.base.cycle_collection import without_cycle_collection
from storage.records import (
    LEAD_STEPS,
    NOTHING_KNOWN,
    Assessment,
    Background,
    Listing,
    NextStep,
    Signal,
    field_texts,
)

BATCH = 1000
"""Listings whose texts are matched together, chosen by hand: more cost memory."""


def assess_batches(
    listings: Iterable[Listing], scorer: Scorer
) -> Iterator[list[tuple[Listing, list[Assessment]]]]:
    """Batches of (listing, its assessments, one for each right whose mark is there)."""
    source = iter(listings)
    while batch := list(islice(source, BATCH)):
        yield assess_batch(batch, scorer)


def assess_batch(
    batch: Sequence[Listing], scorer: Scorer, backgrounds: Mapping[int, Background] | None = None
) -> list[tuple[Listing, list[Assessment]]]:
    """Score one batch: match all texts, build candidates of the hits, judge them together.

    `backgrounds` holds the background of the listings by their position in the batch.
    """
    texts = [tuple(text for _, text in field_texts(listing)) for listing in batch]
    with without_cycle_collection():
        by_listing = with_logos(
            matches_by_listing(
                texts, scorer, [(listing.brand, listing.title) for listing in batch]
            ),
            backgrounds,
        )
        matched = {
            position: matched_listing(batch[position], texts[position], by_text, scorer)
            for position, by_text in by_listing.items()
        }
        assessments = assess_matched(matched, scorer, backgrounds)
    return [(listing, assessments.get(position, [])) for position, listing in enumerate(batch)]


def with_logos(
    matches: Mapping[int, MatchesByText], backgrounds: Mapping[int, Background] | None
) -> dict[int, MatchesByText]:
    """The matches by position of the listing, with none for those in whose pictures only logos are."""
    pictured = (n for n, background in (backgrounds or {}).items() if background.logos)
    return {**{position: {} for position in pictured}, **matches}


def assess_matched(
    listings: Mapping[int, MatchedListing],
    scorer: Scorer,
    backgrounds: Mapping[int, Background] | None = None,
) -> dict[int, list[Assessment]]:
    """Assessments of listings in which marks were matched, judged together, by position."""
    by_position = _judged_matched(listings, scorer, backgrounds or {})
    return {
        position: [_assessment(judged, scorer) for judged in of_listing]
        for position, of_listing in by_position.items()
    }


def best_of_matched(
    listings: Mapping[int, MatchedListing],
    scorer: Scorer,
    backgrounds: Mapping[int, Background] | None = None,
) -> dict[int, Assessment]:
    """The assessment alone that represents each of such listings (`best_of`), by position."""
    by_position = _judged_matched(listings, scorer, backgrounds or {})
    return {
        position: _assessment(max(of_listing, key=_rank), scorer)
        for position, of_listing in by_position.items()
    }


def assess_cases(cases: Sequence[CandidateSignals], scorer: Scorer) -> list[Assessment]:
    """One assessment for each candidate with its signals, judged together."""
    return [_assessment(judged, scorer) for judged in _judged(cases, scorer)]


class _Judged(NamedTuple):
    """A candidate with its signals and what follows from them."""

    candidate: Candidate
    signals: tuple[Signal, ...]
    judgement: Judgement
    bound: float
    """The score within the bounds of the rules, 0..1."""

    @property
    def score(self) -> float:
        """As it is shown."""
        return round(self.bound, 4)


def _judged_matched(
    listings: Mapping[int, MatchedListing], scorer: Scorer, backgrounds: Mapping[int, Background]
) -> dict[int, list[_Judged]]:
    cases = [
        (position, candidate, all_signals(candidate))
        for position, matched in listings.items()
        for candidate in _all_candidates(matched, scorer, backgrounds.get(position, NOTHING_KNOWN))
    ]
    by_position: dict[int, list[_Judged]] = defaultdict(list)
    judged = _judged([(candidate, signals) for _, candidate, signals in cases], scorer)
    for (position, _, _), of_case in zip(cases, judged, strict=True):
        by_position[position].append(of_case)
    return by_position


def _judged(cases: Sequence[CandidateSignals], scorer: Scorer) -> list[_Judged]:
    """Each candidate judged by the model, all together; of a logo alone by rules."""
    by_model = iter(
        scorer.model.judge([case for case in cases if case[0].matches], scorer.threshold)
    )
    judged = []
    for candidate, signals in cases:
        judgement = (
            next(by_model)
            if candidate.matches
            else judge_logo(candidate, signals, scorer.threshold)
        )
        bound = bounded(judgement.score, candidate.right, signals)
        judged.append(_Judged(candidate, signals, judgement, bound))
    return judged


def _all_candidates(
    matched: MatchedListing, scorer: Scorer, background: Background
) -> Iterator[Candidate]:
    """Those whose words stand in the listing, then those of a logo alone."""
    matched_rights = set()
    for candidate in candidates_in(matched, scorer, background):
        matched_rights.add(candidate.right.id)
        yield candidate
    yield from logo_candidates_in(matched, scorer, background, matched_rights)


def _assessment(judged: _Judged, scorer: Scorer) -> Assessment:
    candidate, signals, judgement, bound = judged
    lawful = bound < judgement.score and bound < scorer.threshold
    score = judged.score
    step = NextStep.NONE if lawful else judgement.next_step
    if step in LEAD_STEPS and any(signal.kind == seller_history.RULE for signal in signals):
        step = NextStep.WATCH
    lead = step in LEAD_STEPS
    return Assessment(
        url=candidate.listing.url,
        right=candidate.right.id,
        score=score,
        level=level_of(score, lead=lead),
        lead=lead,
        signals=signals,
        fair_use=None if lead else fair_use_words.fair_use_of(candidate, signals),
        model=scorer.model.name,
        elements=judgement.elements,
        next_step=step,
    )


def best_of(assessments: Sequence[Assessment]) -> Assessment:
    """The assessment that represents a listing: highest score first; of equals the one whose mark
    was matched most plainly."""
    return max(assessments, key=_rank)


def _rank(judged: Assessment | _Judged) -> tuple[float, float]:
    """The score, and the highest weight of a mark's form; 0 where none weighs for the mark."""
    weights = (signal.weight for signal in judged.signals if signal.kind == "mark")
    return judged.score, max(weights, default=0.0)
