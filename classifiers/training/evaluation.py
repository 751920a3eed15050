"""Evaluation (评测): rules alone and the model on listings with known answers.

The sets that come with the program were written by hand on marks that training never saw, each
before its first run; `first_runs.yml` keeps what that run said. About half of the listings are
honest ones that look like infringements.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from classifiers.scoring.listing_file import read_listing
from classifiers.scoring.model import Judge
from classifiers.scoring.rules import bounded
from classifiers.scoring.score import Bench
from classifiers.scoring.scorer import set_up_bench
from classifiers.training.fit import sighting_of
from classifiers.training.metrics import Figures, figures
from storage.base.errors import BadInput
from storage.files.text_file import read_lines
from storage.files.yaml_file import load_yaml
from storage.records import Listing, RightsBook
from storage.rights.import_file import read_right, read_rights_file

FOLDER = Path(__file__).resolve().parent / "data" / "evaluation"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One listing × one right with the true answer."""

    listing: Listing
    right: str
    infringing: bool
    family: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a judge said of a question."""

    question: Question
    score: float
    known: bool = False
    """Whether the licence ledger speaks of the seller, for or against."""


@cache
def first_runs() -> Mapping[str, Mapping[str, Any]]:
    """The hand-written sets in the order in which they were written → figures of each one's first
    run, before anybody saw its errors (`first_runs.yml`)."""
    path = FOLDER / "first_runs.yml"
    runs: dict[str, dict[str, Any]] = load_yaml(path.read_text(encoding="utf-8"), path.name)
    return runs


def set_names() -> tuple[str, ...]:
    """Folders of the hand-written sets, in the order in which they were written."""
    return tuple(first_runs())


def written_set(name: str) -> tuple[RightsBook, list[Question]]:
    """The rights and the questions of one hand-written set."""
    book = read_rights_file(FOLDER / name / "rights.yml")
    return book, read_questions(FOLDER / name / "listings.jsonl", book)[1]


def own_answers(judge: Judge, *, alone: bool = False) -> list[Answer]:
    """What `judge` says of all hand-written sets, each against its own rights only; `alone`
    without the bounds that the rules set (a licence that runs, a generic name)."""
    return [one for name in set_names() for one in answers(*written_set(name), judge, alone=alone)]


def read_questions(path: Path, book: RightsBook) -> tuple[RightsBook, list[Question]]:
    """Lines of a Listing with `right` (an id of the book, or a whole right) and `label` 0/1.

    Returns the book with the rights that stood in the lines. Raises BadInput naming the line.
    """
    rights = {right.id: right for right in book}
    questions = []
    for number, line in read_lines(path):
        where = f"{path}, line {number}"
        listing = read_listing(line, where)
        fields = json.loads(line)
        given = fields.get("right")
        if isinstance(given, dict):
            right = read_right(given, f"{where}: right")
            rights[right.id] = right
            given = right.id
        if given not in rights:
            raise BadInput(f"{where}: no right '{given}' (give --rights, or the right itself)")
        if fields.get("label") not in (0, 1):
            raise BadInput(f"{where}: 'label' must be 0 or 1")
        questions.append(
            Question(
                listing=listing,
                right=str(given),
                infringing=bool(fields["label"]),
                family=str(fields.get("family", "")),
            )
        )
    return RightsBook(holders=book.holders, rights=tuple(rights.values())), questions


def answers(
    book: RightsBook, questions: Sequence[Question], judge: Judge, *, alone: bool = False
) -> list[Answer]:
    """Ask `judge`; where the mark is not found the score is 0."""
    bench = set_up_bench(book, rules_only=True)
    return list(_ask(bench, questions, judge, alone))


def _ask(
    bench: Bench, questions: Sequence[Question], judge: Judge, alone: bool
) -> Iterator[Answer]:
    for question in questions:
        spoken = sighting_of(question.listing, question.right, bench)
        score, known = 0.0, False
        if spoken is not None:
            score = judge.scores([spoken])[0]
            score = score if alone else bounded(score, spoken[0].right, spoken[1])
            known = any(signal.kind == "licence" for signal in spoken[1])
        yield Answer(question=question, score=score, known=known)


def figures_of(given: Sequence[Answer], threshold: float = 0.5) -> Figures:
    return figures(
        [answer.score for answer in given],
        [int(answer.question.infringing) for answer in given],
        threshold,
    )


def _quarter(answer: Answer) -> str:
    seen = answer.question.listing.seen_at
    return f"{seen.year} Q{(seen.month + 2) // 3}" if seen else "no date"


def _seller(answer: Answer) -> str:
    if answer.known:
        return "in the ledger"
    return "unknown seller" if answer.question.listing.shop else "no seller shown"


SPLITS: dict[str, Callable[[Answer], str]] = {
    "mark": lambda answer: answer.question.right,
    "seller": _seller,
    "time": _quarter,
    "kind": lambda answer: (
        f"{'infringing' if answer.question.infringing else 'honest'}: {answer.question.family}"
    ),
}
"""Ways to split answers: no mark or seller of one part is in another but by what they are."""


def split(given: Sequence[Answer], by: str) -> dict[str, list[Answer]]:
    """Answers by part, in the order of the parts' names."""
    parts: dict[str, list[Answer]] = {}
    for answer in sorted(given, key=SPLITS[by]):
        parts.setdefault(SPLITS[by](answer), []).append(answer)
    return parts
