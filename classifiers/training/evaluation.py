"""Evaluation (评测): rules alone and the model on listings with known answers.

The sets that come with the program were written by hand on marks that training never saw, each
before its first run; `first_runs.yml` records the figures of that run. About half of the listings
are honest ones that look like infringements.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classifiers.scoring.listing_file import read_listing
from classifiers.scoring.model import ScoringModel
from classifiers.scoring.scorer import DEFAULT_THRESHOLD, Scorer, make_scorer
from classifiers.signals.rules import bounded
from classifiers.training.fit import candidate_signals
from classifiers.training.metrics import Figures, figures
from storage.base.errors import BadInput
from storage.base.message import Message
from storage.files.text_file import read_lines
from storage.files.yaml_file import load_yaml
from storage.records import Listing, RightsBook
from storage.rights.import_file import read_right, read_rights_file

FOLDER = Path(__file__).resolve().parent / "data" / "evaluation"


@dataclass(frozen=True, kw_only=True)
class LabelledListing:
    """One listing × one right with the true answer."""

    listing: Listing
    right: str
    infringing: bool
    family: str
    """The way in which it infringes or is honest."""


@dataclass(frozen=True, kw_only=True)
class ScoredListing:
    """A labelled listing with the score that a model gave it."""

    labelled: LabelledListing
    score: float
    in_ledger: bool = False
    """Whether the licence ledger speaks of the seller, for or against."""


@dataclass(frozen=True, kw_only=True)
class FirstRun:
    """The first run of a set, before anybody saw its errors."""

    model: str
    items: int
    figures: Mapping[str, float]
    """As `training.metrics.Figures` names them."""


@cache
def first_runs() -> Mapping[str, FirstRun]:
    """The hand-written sets in the order in which they were written, by folder (`first_runs.yml`)."""
    path = FOLDER / "first_runs.yml"
    return {
        str(name): FirstRun(model=str(entry.pop("model")), items=entry.pop("items"), figures=entry)
        for name, entry in load_yaml(path.read_text(encoding="utf-8"), path.name).items()
    }


def set_names() -> tuple[str, ...]:
    """Folders of the hand-written sets, in the order in which they were written."""
    return tuple(first_runs())


def written_set(name: str) -> tuple[RightsBook, list[LabelledListing]]:
    """The rights and the labelled listings of one hand-written set."""
    book = read_rights_file(FOLDER / name / "rights.yml")
    return book, read_labelled(FOLDER / name / "listings.jsonl", book)[1]


def score_written_sets(model: ScoringModel, *, alone: bool = False) -> list[ScoredListing]:
    """All hand-written sets scored by `model`, each against its own rights only; `alone` without
    the bounds that the rules set (a licence that runs, a generic name)."""
    return [
        scored
        for name in set_names()
        for scored in score_labelled(*written_set(name), model, alone=alone)
    ]


def read_labelled(path: Path, book: RightsBook) -> tuple[RightsBook, list[LabelledListing]]:
    """Lines of a Listing with `right` (an id of the book, or a whole right) and `label` 0/1.

    Returns the book with the rights that stood in the lines. Raises BadInput, which names the line.
    """
    rights = {right.id: right for right in book}
    labelled = []
    for number, line in read_lines(path):
        where = Message("evaluation.line", {"path": path, "line": number})
        listing = read_listing(line, where)
        fields = json.loads(line)
        right_id = fields.get("right")
        if isinstance(right_id, dict):
            right = read_right(right_id, str(Message("evaluation.right", {"where": where})))
            rights[right.id] = right
            right_id = right.id
        if right_id not in rights:
            raise BadInput("evaluation.unknown-right", where=where, right=right_id)
        if fields.get("label") not in (0, 1):
            raise BadInput("evaluation.label", where=where)
        labelled.append(
            LabelledListing(
                listing=listing,
                right=str(right_id),
                infringing=bool(fields["label"]),
                family=str(fields.get("family", "")),
            )
        )
    return RightsBook(holders=book.holders, rights=tuple(rights.values())), labelled


def score_labelled(
    book: RightsBook,
    listings: Sequence[LabelledListing],
    model: ScoringModel,
    *,
    alone: bool = False,
) -> list[ScoredListing]:
    """Scores of `model`; where the mark is not matched the score is 0."""
    scorer = make_scorer(book, rules_only=True)
    return list(_scored(scorer, listings, model, alone))


def _scored(
    scorer: Scorer, listings: Sequence[LabelledListing], model: ScoringModel, alone: bool
) -> Iterator[ScoredListing]:
    for labelled in listings:
        case = candidate_signals(labelled.listing, labelled.right, scorer)
        score, in_ledger = 0.0, False
        if case is not None:
            candidate, signals = case
            score = model.judge([case], DEFAULT_THRESHOLD)[0].score
            score = score if alone else bounded(score, candidate.right, signals)
            in_ledger = any(signal.kind == "licence" for signal in signals)
        yield ScoredListing(labelled=labelled, score=score, in_ledger=in_ledger)


def figures_of(listings: Sequence[ScoredListing], threshold: float = DEFAULT_THRESHOLD) -> Figures:
    """All figures of scored listings, leads being those of the threshold and above."""
    return figures(
        [scored.score for scored in listings],
        [int(scored.labelled.infringing) for scored in listings],
        threshold,
    )


def _quarter(scored: ScoredListing) -> str:
    seen_at = scored.labelled.listing.seen_at
    return f"{seen_at.year} Q{(seen_at.month + 2) // 3}" if seen_at else "no date"


def _seller(scored: ScoredListing) -> str:
    if scored.in_ledger:
        return "in the ledger"
    return "unknown seller" if scored.labelled.listing.shop else "no seller shown"


def _kind(scored: ScoredListing) -> str:
    truth = "infringing" if scored.labelled.infringing else "honest"
    return f"{truth}: {scored.labelled.family}"


SPLITS: dict[str, Callable[[ScoredListing], str]] = {
    "mark": lambda scored: scored.labelled.right,
    "seller": _seller,
    "time": _quarter,
    "kind": _kind,
}
"""Ways to split scored listings: each function names the part of one."""


def split(listings: Sequence[ScoredListing], by: str) -> dict[str, list[ScoredListing]]:
    """Scored listings by part, in the order of the parts' names."""
    parts: dict[str, list[ScoredListing]] = {}
    for scored in sorted(listings, key=SPLITS[by]):
        parts.setdefault(SPLITS[by](scored), []).append(scored)
    return parts
