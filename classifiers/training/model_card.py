"""The model card (模型说明): `docs/model-card.md`, written from what was measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from classifiers.matching.costs import costs_table
from classifiers.scoring.model import RulesModel, ScoringModel, load_model
from classifiers.scoring.model_file import SHIPPED, read_record
from classifiers.signals.weights import weights_table
from classifiers.training.bootstrap import Interval
from classifiers.training.corpus.build import EACH, SCENES, SEED
from classifiers.training.evaluation import (
    first_runs,
    score_labelled,
    score_matters,
    score_written_sets,
    split,
    written_set,
)
from classifiers.training.labelled_listing import ScoredListing
from classifiers.training.matters import Confidence, MatterPart, matter_rows, matters_of, rows_of
from classifiers.training.metrics import CAPACITY, element_figures, figures, intervals
from classifiers.training.model_card_text import TEXT

CARD = Path(__file__).resolve().parents[2] / "docs" / "model-card.md"


def write_card() -> Path:
    """Measure the shipped model and rules alone, and write the card; returns its path."""
    record = read_record(SHIPPED)
    models = (RulesModel(), load_model())
    rules, model = models
    scored = {judge.name: score_written_sets(judge) for judge in models}
    by_model, matters = scored[model.name], score_matters(model)
    fit, rows = rows_of(MatterPart.FIT), matter_rows()
    recalled = sum(row.confidence is Confidence.RECALLED for row in rows)
    text = TEXT.format(
        name=record.name,
        version=record.version,
        held_out=len(matters),
        held_out_matters=len(matters_of(rows_of(MatterPart.HELD_OUT))),
        all_rows=len(rows),
        read=len(rows) - recalled,
        recalled=recalled,
        decidable=decidable_table(matters),
        decidable_rules=decidable_table(score_matters(rules)),
        elements=_elements(matters),
        grounds=_grounds(matters),
        scenes=SCENES,
        each=EACH,
        seed=SEED,
        fit_rows=len(fit),
        fit_matters=len(matters_of(fit)),
        features=len(record.features),
        table=_table(scored),
        first_runs="\n".join(_first_runs(models)),
        seller=_parts(by_model, "seller"),
        time=_parts(by_model, "time"),
        mark=_parts(by_model, "mark"),
        families="\n".join(_families(by_model)),
        capacity=CAPACITY,
        marks=len({scored_listing.labelled.right for scored_listing in by_model}),
        items=len(by_model),
        honest=sum(not scored_listing.labelled.infringing for scored_listing in by_model),
        source_only=sum(scored_listing.labelled.source_only for scored_listing in by_model),
        weights=weights_table(),
        costs=costs_table(),
    )
    CARD.parent.mkdir(exist_ok=True)
    CARD.write_text(text, encoding="utf-8")
    return CARD.relative_to(CARD.parents[1])


def decidable_table(listings: Sequence[ScoredListing]) -> str:
    """A line for what the listings are decidable from, and one for all."""
    names = (*_FIGURES, "wrongful", "asks")
    rows = []
    for part, members in {**split(listings, "decidable"), "all": list(listings)}.items():
        figures_by_name, between = figures(members).to_json(), intervals(members)
        infringing = sum(scored.labelled.infringing for scored in members)
        cells = [
            _with_interval(figures_by_name[name], between.get(name))
            if name in figures_by_name and (name not in _OF_DECIDED or part != "no")
            else "–"
            for name in names
        ]
        rows.append([part, str(len(members)), str(infringing), *cells])
    return _lines(
        ["decidable", "items", "infringing", *(name.replace("_", " ") for name in names)], rows
    )


def _elements(listings: Sequence[ScoredListing]) -> str:
    """A line an element."""
    rows = [
        [
            name,
            str(measured.items),
            _with_interval(measured.right, measured.interval),
            ", ".join(f"{answer} {share:.2f}" for answer, share in measured.answers.items()),
        ]
        for name, measured in element_figures(listings).items()
    ]
    return _lines(["element", "items", "right", "by true answer"], rows)


def _grounds(listings: Sequence[ScoredListing]) -> str:
    """A line a ground: how many are leads as they should be, or none."""
    rows = []
    for ground, members in split(listings, "ground").items():
        hits = sum(scored.lead == scored.labelled.calls_for_officer for scored in members)
        matters = len({scored.labelled.matter for scored in members})
        rows.append([ground, str(matters), f"{hits} of {len(members)}"])
    return _lines(["ground", "matters", "right"], rows)


def _with_interval(figure: float, interval: Interval | None) -> str:
    if interval is None:
        return _figure(figure)
    return f"{_figure(figure)} [{interval[0]:.2f}–{interval[1]:.2f}]"


def _table(by_model: Mapping[str, Sequence[ScoredListing]]) -> str:
    """A line a figure, a column a judge."""
    by_judge = {name: figures(listings).to_json() for name, listings in by_model.items()}
    names = next(iter(by_judge.values()))
    rows = [
        [name.replace("_", " "), *(_figure(f[name]) for f in by_judge.values())] for name in names
    ]
    return _lines(["", *by_judge], rows)


def _first_runs(models: Sequence[ScoringModel]) -> Iterator[str]:
    """Of each set: its first run as it is on record, and what is measured now."""
    rows = []
    for name, run in first_runs().items():
        now = figures(score_labelled(*written_set(name), models[1])).to_json()
        first = (_figure(run.figures[figure]) for figure in _FIGURES)
        rows.append([name, str(run.items), run.model, *first])
        rows.append(["", "", f"{models[1].name} now", *(_figure(now[f]) for f in _FIGURES)])
    yield _lines(["set", "items", "model", *(f.replace("_", " ") for f in _FIGURES)], rows)


_FIGURES = ("average_precision", "precision", "recall", "calibration_error")
_OF_DECIDED = frozenset({"average_precision", "precision", "calibration_error"})
"""Figures that mean nothing where only the source decides: a label is the fate of one matter."""


def _parts(listings: Sequence[ScoredListing], by: str) -> str:
    """A line a part of a split."""
    rows = []
    for part, members in split(listings, by).items():
        of_part = figures(members).to_json()
        has_both = 0 < sum(scored.labelled.infringing for scored in members) < len(members)
        cells = [_figure(of_part[figure]) if has_both else "–" for figure in _FIGURES]
        rows.append([part, str(len(members)), *cells])
    return _lines([by, "items", *(f.replace("_", " ") for f in _FIGURES)], rows)


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _figure(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _families(listings: Sequence[ScoredListing]) -> list[str]:
    """Leads and none that are right, a line for each kind of disguise and neighbour."""
    right: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for scored in listings:
        labelled = scored.labelled
        right[labelled.infringing, labelled.ground].append(scored.lead == labelled.infringing)
    return [
        f"| {'infringing' if infringing else 'honest'} | {family} | {sum(hits)} of {len(hits)} |"
        for (infringing, family), hits in sorted(
            right.items(), key=lambda item: (not item[0][0], item[0][1])
        )
    ]
