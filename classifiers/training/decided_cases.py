"""Decided cases (已核查案例): what officers decided on, as candidates with what was known at that time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers.candidate.candidate import Candidate
from classifiers.scoring.model import BY_RULES, CandidateSignals, ScoringModel
from classifiers.scoring.score import assess_cases
from classifiers.scoring.scorer import DEFAULT_THRESHOLD, make_scorer
from classifiers.training.corpus.element_labels import ElementLabels
from classifiers.training.fit import TrainingRow, candidate_signals
from classifiers.training.labelled_listing import LabelledListing, ScoredListing
from storage.base.disguises import PARTS_ALONE, SAME_SIGN, Disguise
from storage.leads.goods_sources import LAWFUL_REASONS
from storage.learning.decided_listings import DecidedListing
from storage.records import Assessment, RightsBook, Signal

_RECORDED = frozenset({"price-licensed"})
"""Kinds of signal that rest on what licensed sellers asked on the day: taken from the assessment that was
decided on, since no later day knows those prices."""
_OF_THE_SIGN = SAME_SIGN | PARTS_ALONE | {Disguise.PARTS}
"""Ways of writing that a lawful seller uses too."""


@dataclass(frozen=True, kw_only=True)
class DecidedCase:
    """One verdict with the candidate that it was given on."""

    decision: DecidedListing
    case: CandidateSignals


def decided_cases(book: RightsBook, decided: Sequence[DecidedListing]) -> list[DecidedCase]:
    """Verdicts that teach something of the act, in their order; the rights are those of today.

    Rights that rules judge are left out, and where the sign itself was sold lawfully: a licence
    and genuine goods sold on say nothing against the act, they are counted for the prior of the source
    (`storage.leads.goods_sources`). A disguised sign is nobody's own, so there they say that the use is
    no infringement.
    """
    return list(_cases(book, decided))


def _cases(book: RightsBook, decided: Sequence[DecidedListing]) -> Iterator[DecidedCase]:
    scorer = make_scorer(book, rules_only=True, keep_tentative=True)
    by_rules = {right.id for right in book if right.kind in BY_RULES}
    for decision in decided:
        if decision.right in by_rules:
            continue
        case = candidate_signals(decision.listing, decision.right, scorer, decision.background)
        if case is None:
            continue
        candidate, signals = case
        if decision.reason in LAWFUL_REASONS and _is_the_sign(candidate):
            continue
        candidate = replace(candidate, source_count=decision.source_count)
        yield DecidedCase(decision=decision, case=(candidate, (*signals, *_recorded(decision))))


def _is_the_sign(candidate: Candidate) -> bool:
    return any(match.how in _OF_THE_SIGN for match in candidate.matches)


def _recorded(decision: DecidedListing) -> Iterator[Signal]:
    return (signal for signal in decision.recorded if signal.kind in _RECORDED)


_MOST_WEIGHT = 5.0
"""Weight of a drawn non-lead at most, in verdicts; chosen by hand: of the fifty or so pairs that it stands
for, since a single one would else outweigh a day's work (truncated weights, Ionides 2008)."""


def verdict_rows(cases: Sequence[DecidedCase]) -> list[TrainingRow]:
    """Rows to fit on: verdicts teach the act, its elements they do not state."""
    return [
        TrainingRow(
            case=decided.case,
            labels=ElementLabels(),
            act=decided.decision.infringing,
            group=f"decision {decided.decision.right} {decided.decision.seller}",
            weight=min(decided.decision.weight, _MOST_WEIGHT),
        )
        for decided in cases
    ]


def judge_cases(
    book: RightsBook,
    cases: Sequence[DecidedCase],
    model: ScoringModel,
    threshold: float = DEFAULT_THRESHOLD,
) -> list[Assessment]:
    """What a model says of each case, `threshold` being the score of a lead."""
    scorer = make_scorer(book, threshold=threshold, model=model)
    return assess_cases([decided.case for decided in cases], scorer)


def scored_cases(
    cases: Sequence[DecidedCase], assessments: Sequence[Assessment]
) -> list[ScoredListing]:
    """Assessments of cases beside the verdicts; what bootstrap draws as one is the seller."""
    return [
        ScoredListing(
            labelled=LabelledListing(
                listing=decided.decision.listing,
                right=decided.decision.right,
                infringing=decided.decision.infringing,
                ground="decision",
                matter=decided.decision.seller,
            ),
            score=assessment.score,
            next_step=assessment.next_step,
            answers={element.element.value: element.answer for element in assessment.elements},
        )
        for decided, assessment in zip(cases, assessments, strict=True)
    ]
