"""The comparison of a notice: the assessment's answers, unless an officer findings otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from pydantic import JsonValue

from alerts.letters.workflow.draft import draft
from alerts.letters.workflow.letter_check import check_notice
from storage.base.database import Database
from storage.base.settings import Settings
from storage.base.vocabulary import Verdict
from storage.leads.lifecycle import decide
from storage.records import Element, ElementName, Signal
from tests.alerts.conftest import NOON
from tests.alerts.letters.workflow.conftest import ADDED, NOTICE

Compare = Callable[..., Mapping[str, str]]
SIMILAR = "标题出现“天斌河套”，与注册商标“天赋河套”近似（形近字）"
IDENTICAL = "商品详情出现与注册商标“天赋河套”相同的文字"
REGISTERED = "“面粉”属于核定使用的商品"
ALIKE = "“面条”与核定使用的商品类似"
Signals = tuple[Signal, ...]


def grounds(*signs: str, goods: str = REGISTERED) -> Signals:
    signals = (
        *({"kind": "mark", "text": "天斌河套", "weight": 1.5, "explanation": why} for why in signs),
        {"kind": "goods", "text": "面粉", "weight": 1.0, "explanation": goods},
        {"kind": "position", "text": "天斌河套", "weight": 1.4, "explanation": "位于标题开头"},
    )
    return tuple(Signal.from_json(signal) for signal in signals)


def answers(sign: str, goods: str, probability: float = 0.9) -> tuple[Element, ...]:
    return (
        Element(element=ElementName.SIGN, answer=sign, probability=probability),
        Element(element=ElementName.GOODS, answer=goods, probability=probability),
    )


@pytest.fixture
def compare(
    database: Database, settings: Settings, people: None, new_lead: Callable[..., int]
) -> Compare:
    """The findings of a draft, by aspect, on a lead for each pair of grounds and answers."""

    def draft_findings(
        *judged: tuple[Signals, tuple[Element, ...]],
        reason: str = "no_licence",
        added: Mapping[str, JsonValue] | None = None,
    ) -> Mapping[str, str]:
        with database.begin() as session:
            leads = [
                new_lead(session, signals=signals, elements=elements)
                for signals, elements in judged
            ]
            for lead in leads:
                decide(session, lead, Verdict.CONFIRMED, officer="zhang", reason=reason)
            facts = {**ADDED, **(added or {})}
            row = draft(session, settings, kind=NOTICE, lead_ids=leads, by="zhang", added=facts)
            letter = check_notice(session, settings, row.id, today=NOON.date())
        return {row.aspect: row.finding for row in letter.facts.comparisons}

    return draft_findings


def test_the_answers_of_the_assessment_stand_before_their_grounds(compare: Compare) -> None:
    findings = compare((grounds(SIMILAR), answers("similar", "same")))
    assert findings == {
        "标识": f"标识近似：{SIMILAR}",
        "商品": f"属于同一种商品：{REGISTERED}",
        "使用位置": "位于标题开头",
    }


def test_a_ground_that_contradicts_the_answer_is_left_out(compare: Compare) -> None:
    findings = compare((grounds(SIMILAR, IDENTICAL, goods=ALIKE), answers("identical", "similar")))
    assert findings["标识"] == f"标识相同：{IDENTICAL}"
    assert findings["商品"] == f"属于类似商品：{ALIKE}"


def test_leads_with_different_answers_are_told_apart(compare: Compare) -> None:
    findings = compare(
        (grounds(IDENTICAL), answers("identical", "same")),
        (grounds(SIMILAR, goods=ALIKE), answers("similar", "similar")),
    )
    assert findings["标识"] == f"标识相同：{IDENTICAL}。标识近似：{SIMILAR}"
    assert findings["商品"] == f"属于同一种商品：{REGISTERED}。属于类似商品：{ALIKE}"


@pytest.mark.parametrize(
    "elements", [(), answers("part", "other"), answers("identical", "same", probability=0.4)]
)
def test_without_a_likely_answer_the_grounds_stand_alone(
    compare: Compare, elements: tuple[Element, ...]
) -> None:
    findings = compare((grounds(SIMILAR), elements))
    assert (findings["标识"], findings["商品"]) == (SIMILAR, REGISTERED)


def test_the_verdict_of_the_officer_goes_before_the_assessment(compare: Compare) -> None:
    findings = compare(
        (grounds(SIMILAR, IDENTICAL, goods=ALIKE), answers("similar", "similar")),
        reason="same_mark",
    )
    assert (findings["标识"], findings["商品"]) == (f"标识相同：{IDENTICAL}", "属于同一种商品")


@pytest.mark.parametrize(
    ("goods", "sign_finding"),
    [("same", f"标识近似：{SIMILAR}"), ("similar", f"标识相同：{IDENTICAL}")],
)
def test_a_verdict_of_a_similar_mark_denies_the_same_mark_on_the_same_goods(
    compare: Compare, goods: str, sign_finding: str
) -> None:
    findings = compare(
        (grounds(SIMILAR, IDENTICAL), answers("identical", goods)), reason="similar_mark"
    )
    assert findings["标识"] == sign_finding


def test_what_an_officer_typed_stands_as_typed(compare: Compare) -> None:
    typed = {
        "aspect": "标识",
        "right": "“天赋河套”",
        "listing": "“天斌河套”",
        "finding": "读音近似",
    }
    findings = compare(
        (grounds(IDENTICAL), answers("identical", "same")), added={"comparisons": [typed]}
    )
    assert findings == {"标识": "读音近似"}
