"""Evaluation (评测): rules alone and the model on listings with known answers.

The sets that come with the program were written by hand on marks that training never saw, each
before its first run; `first_runs.yml` records the figures of that run. About half of the listings
are honest ones that look like infringements. The decided matters that are held out say how courts
and regulators judged; training never saw them either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from classifiers.scoring.model import BY_RULES, ScoringModel
from classifiers.scoring.score import assess_batch
from classifiers.scoring.scorer import DEFAULT_THRESHOLD, Scorer, make_scorer
from classifiers.training.labelled_file import read_labelled
from classifiers.training.labelled_listing import LabelledListing, ScoredListing
from classifiers.training.matters import Decidable, MatterPart, MatterRow, rows_of
from storage.files.yaml_file import load_yaml
from storage.records import Assessment, RightsBook
from storage.rights.import_file import read_rights_file

FOLDER = Path(__file__).resolve().parent / "data" / "evaluation"

_SOURCE_ONLY = frozenset(
    {
        "plain", "brand", "brand_field", "shop", "shop_name", "shop-only", "image", "image_only",
        "alias", "attribute", "attributes_only", "case", "width", "no-shop",
    }
)  # fmt: skip
"""Families of the hand-written sets that use the registered sign itself on its own goods by a seller of
whom nothing is known: whether the goods are genuine, no title says."""


@dataclass(frozen=True, kw_only=True)
class FirstRun:
    """The first run of a set, before anybody saw its errors."""

    model: str
    items: int
    figures: Mapping[str, float]
    """As `training.metrics.Figures` names them; precision and recall of scores from 0.5 on."""


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
    marks = {right.id for right in book if right.kind not in BY_RULES}
    return book, [
        replace(labelled, decidable=Decidable.NO)
        if labelled.infringing and labelled.ground in _SOURCE_ONLY and labelled.right in marks
        else labelled
        for labelled in read_labelled(FOLDER / name / "listings.jsonl", book)[1]
    ]


def score_written_sets(
    model: ScoringModel, threshold: float = DEFAULT_THRESHOLD
) -> list[ScoredListing]:
    """All hand-written sets judged by `model`, each against its own rights only."""
    return [
        scored
        for name in set_names()
        for scored in score_labelled(*written_set(name), model, threshold)
    ]


def score_matters(
    model: ScoringModel,
    threshold: float = DEFAULT_THRESHOLD,
    part: MatterPart = MatterPart.HELD_OUT,
) -> list[ScoredListing]:
    """The decided matters of a part judged by `model`, each against its own right only."""
    return score_matter_rows(rows_of(part), model, threshold)


def score_matter_rows(
    rows: Sequence[MatterRow], model: ScoringModel, threshold: float = DEFAULT_THRESHOLD
) -> list[ScoredListing]:
    """Rows of decided matters judged by `model`, each against its own right only, right by right."""
    return [
        scored
        for right in {row.right.id: row.right for row in rows}.values()
        for scored in score_labelled(
            RightsBook(rights=(right,)),
            [labelled_matter(row) for row in rows if row.right.id == right.id],
            model,
            threshold,
        )
    ]


def labelled_matter(row: MatterRow) -> LabelledListing:
    """A row of a decided matter with its true answer."""
    return LabelledListing(
        listing=row.listing,
        right=row.right.id,
        infringing=row.infringing,
        ground=row.ground,
        decidable=row.decidable,
        matter=row.matter,
        elements=vars(row.elements),
    )


def score_labelled(
    book: RightsBook,
    listings: Sequence[LabelledListing],
    model: ScoringModel,
    threshold: float = DEFAULT_THRESHOLD,
) -> list[ScoredListing]:
    """What `model` says of each listing against its right; `threshold` is the score of a lead."""
    return judged(listings, make_scorer(book, threshold=threshold, model=model))


def judged(listings: Sequence[LabelledListing], scorer: Scorer) -> list[ScoredListing]:
    """What the scorer says of each listing against its right."""
    batch = [labelled.listing for labelled in listings]
    return [
        _scored(labelled, assessments)
        for labelled, (_, assessments) in zip(listings, assess_batch(batch, scorer), strict=True)
    ]


def _scored(labelled: LabelledListing, assessments: Sequence[Assessment]) -> ScoredListing:
    for assessment in assessments:
        if assessment.right == labelled.right:
            return ScoredListing(
                labelled=labelled,
                score=assessment.score,
                next_step=assessment.next_step,
                answers={element.element.value: element.answer for element in assessment.elements},
                in_ledger=any(signal.kind == "licence" for signal in assessment.signals),
            )
    return ScoredListing(labelled=labelled)


def _quarter(scored: ScoredListing) -> str:
    seen_at = scored.labelled.listing.seen_at
    return f"{seen_at.year} Q{(seen_at.month + 2) // 3}" if seen_at else "no date"


def _seller(scored: ScoredListing) -> str:
    if scored.in_ledger:
        return "in the ledger"
    return "unknown seller" if scored.labelled.listing.shop else "no seller shown"


def _kind(scored: ScoredListing) -> str:
    truth = "infringing" if scored.labelled.infringing else "honest"
    return f"{truth}: {scored.labelled.ground}"


def _decidable(scored: ScoredListing) -> str:
    decidable = scored.labelled.decidable
    return decidable.value if decidable else "not stated"


SPLITS: dict[str, Callable[[ScoredListing], str]] = {
    "decidable": _decidable,
    "ground": lambda scored: scored.labelled.ground or "not stated",
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
