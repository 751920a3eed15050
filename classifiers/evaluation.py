"""Evaluation (评测): rules alone and the model on listings with known answers.

The set that comes with the program was written by hand on marks that training never saw; half of
its honest listings look like infringements.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.bench import set_up_bench
from classifiers.figures import Figures, figures
from classifiers.listing_lines import read_listing
from classifiers.model import Judge, RulesJudge
from classifiers.rules import bounded
from classifiers.scoring import Bench
from classifiers.training import sighting_of
from storage.errors import BadInput
from storage.records import Listing, RightsBook
from storage.rights_file import read_right, read_rights_file
from storage.text_file import read_lines

FOLDER = Path(__file__).resolve().parent / "evaluation_set"


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


def own_set() -> tuple[RightsBook, list[Question]]:
    """The hand-written set."""
    book = read_rights_file(FOLDER / "rights.yml")
    return book, read_questions(FOLDER / "listings.jsonl", book)[1]


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


def answers(book: RightsBook, questions: Sequence[Question], judge: Judge) -> list[Answer]:
    """Ask `judge`; where the mark is not found the score is 0."""
    bench = set_up_bench(book, rules_only=True)
    return list(_ask(bench, questions, judge))


def _ask(bench: Bench, questions: Sequence[Question], judge: Judge) -> Iterator[Answer]:
    for question in questions:
        spoken = sighting_of(question.listing, question.right, bench)
        score = 0.0
        if spoken is not None:
            score = bounded(judge.scores([spoken])[0], spoken[0].right, spoken[1])
        yield Answer(question=question, score=score)


def figures_of(given: Sequence[Answer], threshold: float = 0.5) -> Figures:
    return figures(
        [answer.score for answer in given],
        [int(answer.question.infringing) for answer in given],
        threshold,
    )


def compare(
    book: RightsBook, questions: Sequence[Question], judge: Judge, threshold: float = 0.5
) -> dict[str, Figures]:
    """Figures of rules alone and of the judge."""
    return {
        each.name: figures_of(answers(book, questions, each), threshold)
        for each in (RulesJudge(), judge)
    }
