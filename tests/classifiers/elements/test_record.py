"""What the right's record says decides what the listing leaves open."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from classifiers.elements.judgement import HIGHEST_OPEN, LOWEST_OPEN
from classifiers.scoring.score import assess_batch, best_of
from classifiers.scoring.scorer import Scorer, make_scorer
from storage.base.message import Message
from storage.records import Assessment, Listing, NextStep, RightHolder, RightsBook
from storage.rights.import_file import read_right
from tests.classifiers.samples import TODAY

KINDS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("record_cases.yml").read_text("utf-8")
)
HOLDERS = (
    RightHolder(id="h1", name="云墟示例权利人协会"),
    RightHolder(id="h2", name="岚川示例食品有限公司"),
    RightHolder(id="h3", name="岚洲示例食品有限公司"),
    RightHolder(id="h4", name="岚川禾墩窖集团股份有限公司"),
)
OPEN_STEPS = (NextStep.ASK_HOLDER, NextStep.TEST_PURCHASE)
CASES = [
    pytest.param(kind, number, id=f"{kind}-{number}-{case['out']}")
    for kind, entry in KINDS.items()
    for number, case in enumerate(entry["cases"])
]


@cache
def scorer_of(kind: str) -> Scorer:
    where = Message("evaluation.line", {"path": kind, "line": 0})
    rights = tuple(read_right(fields, where) for fields in KINDS[kind]["rights"])
    return make_scorer(RightsBook(holders=HOLDERS, rights=rights), on=TODAY)


def answer(kind: str, number: int) -> Assessment | None:
    listing = Listing.from_json({"url": "http://shop.example/1", **KINDS[kind]["cases"][number]})
    ((_, assessments),) = assess_batch([listing], scorer_of(kind))
    return best_of(assessments) if assessments else None


def fits(out: str, assessment: Assessment | None) -> bool:
    """Whether an assessment is the one that a case asks for; None where no form of a sign is there."""
    if assessment is None:
        return out in ("clear", "quiet", "no-letter")
    score, lead, step = assessment.score, assessment.lead, assessment.next_step
    return {
        "clear": score <= LOWEST_OPEN and not lead,
        "quiet": not lead,
        "letter": score >= HIGHEST_OPEN and lead,
        "middle": LOWEST_OPEN <= score <= HIGHEST_OPEN and step in OPEN_STEPS,
        "lead": lead,
        "no-letter": step is not NextStep.LETTER,
    }[out]


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_the_record_decides(kind: str, number: int) -> None:
    assessment = answer(kind, number)
    case = KINDS[kind]["cases"][number]
    assert fits(case["out"], assessment), (case["why"], assessment)
