"""Scoring (研判): listings × rights → assessments, for `hubiao score` and `hubiao assess` alike.

Texts are matched in batches; only listings in which a mark was matched get the full work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

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
            matches_by_listing(texts, scorer, [listing.brand for listing in batch]), backgrounds
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
    backgrounds = backgrounds or {}
    cases = [
        (position, candidate, all_signals(candidate))
        for position, matched in listings.items()
        for candidate in _all_candidates(matched, scorer, backgrounds.get(position, NOTHING_KNOWN))
    ]
    assessments: dict[int, list[Assessment]] = defaultdict(list)
    judged = assess_cases([(candidate, signals) for _, candidate, signals in cases], scorer)
    for (position, _, _), assessment in zip(cases, judged, strict=True):
        assessments[position].append(assessment)
    return assessments


def assess_cases(cases: Sequence[CandidateSignals], scorer: Scorer) -> list[Assessment]:
    """One assessment for each candidate with its signals, judged together; of a logo alone by rules."""
    by_model = iter(
        scorer.model.judge([case for case in cases if case[0].matches], scorer.threshold)
    )
    return [
        _assessment(
            candidate,
            signals,
            next(by_model)
            if candidate.matches
            else judge_logo(candidate, signals, scorer.threshold),
            scorer,
        )
        for candidate, signals in cases
    ]


def _all_candidates(
    matched: MatchedListing, scorer: Scorer, background: Background
) -> Iterator[Candidate]:
    """Those whose words stand in the listing, then those of a logo alone."""
    matched_rights = set()
    for candidate in candidates_in(matched, scorer, background):
        matched_rights.add(candidate.right.id)
        yield candidate
    yield from logo_candidates_in(matched, scorer, background, matched_rights)


def _assessment(
    candidate: Candidate, signals: tuple[Signal, ...], judgement: Judgement, scorer: Scorer
) -> Assessment:
    bound = bounded(judgement.score, candidate.right, signals)
    lawful = bound < judgement.score and bound < scorer.threshold
    score = round(bound, 4)
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
    return max(assessments, key=lambda assessment: (assessment.score, _mark_weight(assessment)))


def _mark_weight(assessment: Assessment) -> float:
    """Highest weight of a mark's form; 0 where none weighs for the mark."""
    weights = (signal.weight for signal in assessment.signals if signal.kind == "mark")
    return max(weights, default=0.0)
