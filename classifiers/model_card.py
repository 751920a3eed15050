"""The model card (模型说明): `docs/model-card.md`, written from what was measured."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from classifiers.corpus.build import EACH, SCENES, SEED
from classifiers.evaluation import Answer, answers, figures_of, own_set
from classifiers.figures import CAPACITY, LETTER
from classifiers.model import SHIPPED, RulesJudge, load_judge, read_card

CARD = Path(__file__).resolve().parents[1] / "docs" / "model-card.md"


def write_card() -> Path:
    """Measure the shipped model and rules alone, and write the card; returns its path."""
    card = read_card(SHIPPED)
    book, questions = own_set()
    judges = (RulesJudge(), load_judge())
    given = {judge.name: answers(book, questions, judge) for judge in judges}
    figures = {name: asdict(figures_of(one)) for name, one in given.items()}
    rows = [
        "| " + " | ".join(["", *figures]) + " |",
        "|" + "---|" * (len(figures) + 1),
        *(
            "| "
            + " | ".join([name.replace("_", " "), *(_shown(f[name]) for f in figures.values())])
            + " |"
            for name in next(iter(figures.values()))
        ),
    ]
    text = _TEXT.format(
        name=card["name"],
        version=card["version"],
        scenes=SCENES,
        each=EACH,
        seed=SEED,
        features=len(card["features"]),
        table="\n".join(rows),
        families="\n".join(_families(given[judges[1].name])),
        capacity=CAPACITY,
        letter=LETTER,
        marks=len({question.right for question in questions}),
        items=len(questions),
        honest=sum(not question.infringing for question in questions),
    )
    CARD.parent.mkdir(exist_ok=True)
    CARD.write_text(text, encoding="utf-8")
    return CARD.relative_to(CARD.parents[1])


def _shown(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _families(given: list[Answer]) -> list[str]:
    """Right answers at the default threshold, a line for each kind of disguise and neighbour."""
    right: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for answer in given:
        question = answer.question
        hit = (answer.score >= 0.5) == question.infringing
        right[question.infringing, question.family].append(hit)
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
`classifiers/corpus`; sources, licences and label rules in `docs/training-corpus.md`. Split by mark
and seller: of ten marks seven are fitted on, one calibrates, two test. In use, officers' decisions
are added, and the later fifth of them tests old and new model before one replaces the other.

**Figures on the hand-written set**: {items} listings, {honest} of them honest, on {marks} rights
that the corpus does not hold. None of its listings comes from code.

{table}

Precision and recall at the default threshold 0.5; `at capacity` is precision among the first
{capacity}; `wrongful` is the share of honest listings that score {letter} or more, from where a
letter would be drafted.

**The figures above flatter the model.** The hand-written set was looked at during development, so
it no longer stands for listings that nobody has seen. On its first run on the set the model had
average precision 0.979, precision 0.916, recall 0.966 and calibration error 0.067, and was below
the rules on average precision and recall. (These four are kept here as written text; the command
does not measure them again.)

| truth | kind | right at 0.5 |
|---|---|---|
{families}

**Limits.** The set was written by the people who wrote the rules, who looked at its errors while
they worked: on listings from the field expect less. Goods are recognised by word lists
(`classifiers/lexicons/goods.yml`); where no word names the goods, the score stays near the middle.
A mark that is also a common word or a place is harder than a coined one. Text in pictures is only
judged where it was read.
"""
