"""The model card (模型说明): `docs/model-card.md`, written from what was measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from classifiers.matching.costs import costs_table
from classifiers.scoring.model import RulesModel, ScoringModel, load_model
from classifiers.scoring.model_file import SHIPPED, read_record
from classifiers.scoring.scorer import DEFAULT_THRESHOLD
from classifiers.signals.weights import weights_table
from classifiers.training.corpus.build import EACH, SCENES, SEED
from classifiers.training.evaluation import (
    ScoredListing,
    figures_of,
    first_runs,
    score_labelled,
    score_written_sets,
    split,
    written_set,
)
from classifiers.training.metrics import CAPACITY, LETTER

CARD = Path(__file__).resolve().parents[2] / "docs" / "model-card.md"


def write_card() -> Path:
    """Measure the shipped model and rules alone, and write the card; returns its path."""
    record = read_record(SHIPPED)
    models = (RulesModel(), load_model())
    scored = {model.name: score_written_sets(model) for model in models}
    by_model = scored[models[1].name]
    text = _TEXT.format(
        name=record.name,
        version=record.version,
        scenes=SCENES,
        each=EACH,
        seed=SEED,
        features=len(record.features),
        table=_table(
            {**scored, "model without the rules' bounds": score_written_sets(models[1], alone=True)}
        ),
        first_runs="\n".join(_first_runs(models)),
        seller=_parts(by_model, "seller"),
        time=_parts(by_model, "time"),
        mark=_parts(by_model, "mark"),
        families="\n".join(_families(by_model)),
        capacity=CAPACITY,
        letter=LETTER,
        marks=len({scored_listing.labelled.right for scored_listing in by_model}),
        items=len(by_model),
        honest=sum(not scored_listing.labelled.infringing for scored_listing in by_model),
        weights=weights_table(),
        costs=costs_table(),
    )
    CARD.parent.mkdir(exist_ok=True)
    CARD.write_text(text, encoding="utf-8")
    return CARD.relative_to(CARD.parents[1])


def _table(by_model: Mapping[str, Sequence[ScoredListing]]) -> str:
    """A line a figure, a column a judge."""
    figures = {name: asdict(figures_of(listings)) for name, listings in by_model.items()}
    names = next(iter(figures.values()))
    rows = [
        [name.replace("_", " "), *(_figure(f[name]) for f in figures.values())] for name in names
    ]
    return _lines(["", *figures], rows)


def _first_runs(models: Sequence[ScoringModel]) -> Iterator[str]:
    """Of each set: its first run as it is on record, and what is measured now."""
    rows = []
    for name, run in first_runs().items():
        now = asdict(figures_of(score_labelled(*written_set(name), models[1])))
        first = (_figure(run.figures[figure]) for figure in _FIGURES)
        rows.append([name, str(run.items), run.model, *first])
        rows.append(["", "", f"{models[1].name} now", *(_figure(now[f]) for f in _FIGURES)])
    yield _lines(["set", "items", "model", *(f.replace("_", " ") for f in _FIGURES)], rows)


_FIGURES = ("average_precision", "precision", "recall", "calibration_error")


def _parts(listings: Sequence[ScoredListing], by: str) -> str:
    """A line a part of a split."""
    rows = []
    for part, members in split(listings, by).items():
        figures = asdict(figures_of(members))
        has_both = 0 < sum(scored.labelled.infringing for scored in members) < len(members)
        cells = [_figure(figures[figure]) if has_both else "–" for figure in _FIGURES]
        rows.append([part, str(len(members)), *cells])
    return _lines([by, "items", *(f.replace("_", " ") for f in _FIGURES)], rows)


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _figure(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _families(listings: Sequence[ScoredListing]) -> list[str]:
    """Right answers at the default threshold, a line for each kind of disguise and neighbour."""
    right: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for scored in listings:
        labelled = scored.labelled
        hit = (scored.score >= DEFAULT_THRESHOLD) == labelled.infringing
        right[labelled.infringing, labelled.family].append(hit)
    return [
        f"| {'infringing' if infringing else 'honest'} | {family} | {sum(hits)} of {len(hits)} |"
        for (infringing, family), hits in sorted(
            right.items(), key=lambda item: (not item[0][0], item[0][1])
        )
    ]


_TEXT = """# Model card: {name}@{version}

Written by `hubiao train --rebuild VERSION`; do not edit by hand.

**What it says.** The probability that a listing in which some form of a protected mark was found
infringes that mark. It orders the officers' queue. It never decides: an officer does, and outward
every word is 涉嫌.

**What it is.** A logistic regression over {features} features made from the signals (研判依据)
that an officer reads: form of the mark, place of use, goods, licence, wording, price, origin. It
never sees the mark's characters, so a mark that training never met is judged like any other. Its
probabilities are calibrated (Platt) on marks that it was not fitted on. Without a model file rules
alone judge, in the same shape. Product rules, patents and plant varieties are always judged by
rules.

**What it learned from.** {scenes} made-up marks with {each} listings each (seed {seed}), built by
`classifiers/training/corpus`; sources, licences and label rules in `docs/training-corpus.md`. Split by mark
and seller: of ten marks seven are fitted on, one calibrates, two test. In use, officers' decisions
are added, and the later fifth of them tests old and new model before one replaces the other.

**How it does on listings that nobody has looked at**: ten sets were written by hand, one after
the other, each on marks that neither the corpus nor an earlier set holds, and each before its first
run. The first line of each set is that run; the second is the model as it is now, after the classes
of cause behind the errors were mended. **Expect the first lines, not the second**, of marks and
sellers that the program has never met.

{first_runs}

**Figures on all sets together**: {items} listings, {honest} of them honest, on {marks} rights. None
of the listings comes from code. All errors were looked at by now, so these figures flatter.

{table}

Precision and recall at the default threshold 0.5; `at capacity` is precision among the first
{capacity}; `wrongful` is the share of honest listings that score {letter} or more, from where a
letter would be drafted. `hubiao evaluate --by seller|time|mark|kind` prints the splits.

By what the licence ledger knows of the seller:

{seller}

By the quarter in which the listing was seen (where it has a date):

{time}

By right:

{mark}

By kind of disguise and of honest neighbour:

| truth | kind | right at 0.5 |
|---|---|---|
{families}

**Limits.** The sets were written by the people who wrote the rules: on listings from the field
expect less; the later a set, the better its writer knew what had been missed before. Goods are recognised by word lists
(`classifiers/lexicons/goods.yml`); where no word names the goods, the score stays near the middle.
A mark that is also a common word or a place is harder than a coined one. Text in pictures is only
judged where it was read.

**What each ground weighs** before the model sees it (`classifiers/signals/weights.py`). Rules alone add
these up; the model weighs them anew, and an officer reads each signal with its weight.

{weights}

**What each disguise costs**, and how much a near form must tell (`classifiers/matching/costs.py`).

{costs}
"""
