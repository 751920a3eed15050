"""法律变动: at 2027-01-01 00:00 in Beijing everything that names the 商标法 turns by itself.

The clock is moved; nothing else changes between the two looks.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from alerts.followup.legal_terms import LEGAL_TERMS
from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.letter_kind import Kind, kinds
from alerts.letters.model.letter_law import PUBLISHED_LAW, letter_law, turned_articles
from alerts.letters.render.docx import render_docx
from classifiers.scoring.listing_file import assessment_line
from storage.base.office_time import OFFICE_TIME, today
from storage.records import Assessment, FairUse, Level, Signal
from storage.records.letter_facts import Facts
from tests.alerts.letters.sample_letters import facts_of, words_of
from tests.console.console_server import served
from tests.console.sample_office import an_office
from tests.console.visitor import Visitor

TURN = datetime(2027, 1, 1, tzinfo=OFFICE_TIME)
LAST_MINUTE = TURN - timedelta(minutes=1)
OLD_FAIR_USE, NEW_FAIR_USE = "《商标法》第五十九条", "《商标法》第七十三条"
EACH = [pytest.param(kind, id=slug) for slug, kind in kinds().items()]


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=True):
        yield


_TERM_TO_COME = {"platform-disposal": {"deadline": "2027年1月20日前"}}
"""A letter of 2027 asks for nothing in 2026."""


def captured_on(facts: Facts, day: date) -> Facts:
    """The same facts, all captures on that day, at noon, and the holder's guarantee (书面保证) after them."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=OFFICE_TIME)
    rows = tuple(dataclasses.replace(row, captured_at=noon) for row in facts.listings)
    guarantee = dataclasses.replace(facts.guarantee, agreed_on=day)
    return dataclasses.replace(
        facts, listings=rows, guarantee=guarantee, dated=None, number=None, approver=None
    )


def test_the_day_turns_at_midnight_in_beijing() -> None:
    with clock_at(LAST_MINUTE):
        assert today() == date(2026, 12, 31)
    with clock_at(TURN):
        assert today() == date(2027, 1, 1)


def test_the_grounds_of_a_score_turn() -> None:
    assessment = Assessment(
        url="https://shop.example/1",
        right="x",
        score=0.9,
        level=Level.RED,
        lead=True,
        signals=(
            Signal(
                kind="wording",
                field="title",
                span=(0, 2),
                text="吊牌",
                weight=2.0,
                explanation="涉嫌[[trademark.infringing-acts#labels]]",
            ),
        ),
        fair_use=FairUse(rule="[[trademark.fair-use#description]]（地名）", why="作为地名使用"),
        model="m@1",
    )
    with clock_at(LAST_MINUTE):
        before = json.loads(assessment_line(assessment))
    with clock_at(TURN):
        after = json.loads(assessment_line(assessment))
    assert before["signals"][0]["explanation"] == "涉嫌《商标法》第五十七条第（四）项"
    assert after["signals"][0]["explanation"] == "涉嫌《商标法》第七十二条第（四）项"
    assert (before["law"], after["law"]) == ("trademark-law@2019-11-01", "trademark-law@2027-01-01")
    assert before["fair_use"]["rule"] == f"{OLD_FAIR_USE}第一款（地名）"
    assert after["fair_use"]["rule"] == f"{NEW_FAIR_USE}第一款（地名）"


@pytest.mark.parametrize("kind", EACH)
def test_a_letter_kind_turns_by_the_day_of_the_act_and_of_the_letter(kind: Kind) -> None:
    """Substance by the act, procedure by the letter, milder fair use by both (行政处罚法)."""
    old = captured_on(facts_of(kind.slug), date(2026, 12, 20))
    new = captured_on(facts_of(kind.slug), date(2027, 1, 2))
    before = letter_law(kind, old, PUBLISHED_LAW, date(2026, 12, 31)).articles
    turned = letter_law(kind, old, PUBLISHED_LAW, date(2027, 1, 1)).articles
    after = letter_law(kind, new, PUBLISHED_LAW, date(2027, 1, 2)).articles
    expected = {
        "trademark.infringing-acts": (57, 57, 72),
        "trademark.fair-use": (59, 73, 73),
        "trademark.administrative-handling": (60, 60, 74),
        "trademark.investigation-and-transfer": (61, 75, 75),
        "trademark.investigation-powers": (62, 76, 76),
    }
    for name, (first, second, third) in expected.items():
        if name in before and old.listings:
            assert before[name].number == first
            assert turned[name].number == second
            assert after[name].number == third
    for name, article in before.items():
        if not name.startswith("trademark."):
            assert turned[name] == after[name] == article


def test_a_letter_on_an_old_act_says_which_version_holds_for_what() -> None:
    kind = kinds()["platform-disposal"]
    facts = captured_on(facts_of(kind.slug), date(2026, 12, 20))
    note = letter_law(kind, facts, PUBLISHED_LAW, date(2027, 1, 5)).note
    assert note is not None
    assert "行为时的规定" in note
    assert "第五十七条（现为第七十二条）" in note
    assert letter_law(kind, facts, PUBLISHED_LAW, date(2026, 12, 31)).note is None


def test_a_draft_is_refused_only_where_an_article_that_it_prints_changes() -> None:
    old, new = date(2026, 12, 30), date(2027, 1, 4)
    disposal, receipt = kinds()["platform-disposal"], kinds()["service-receipt"]
    facts = captured_on(facts_of("platform-disposal"), date(2026, 12, 20))
    law = letter_law(disposal, facts, PUBLISHED_LAW, new)
    turned = turned_articles(disposal, facts, PUBLISHED_LAW, law, written=old)
    assert any("第六十一条自2027年1月1日起为第七十五条" in line for line in turned)
    assert not any("第五十七条" in line for line in turned)
    plain = captured_on(facts_of("service-receipt"), date(2026, 12, 20))
    law = letter_law(receipt, plain, PUBLISHED_LAW, new)
    assert turned_articles(receipt, plain, PUBLISHED_LAW, law, written=old) == ()


@pytest.mark.parametrize("slug", ["infringement-notice", "platform-disposal", "risk-advice"])
def test_the_words_of_a_letter_hold_the_numbers_of_its_law(slug: str) -> None:
    kind = kinds()[slug]
    facts = dataclasses.replace(
        captured_on(facts_of(slug), date(2027, 1, 3)),
        fields={**facts_of(slug).fields, **_TERM_TO_COME.get(slug, {})},
        approver="wang",
        dated=date(2027, 1, 4),
        number="示〔2027〕1号",
    )
    letter = compile_notice(kind, facts, today=date(2027, 1, 4))
    words = words_of(render_docx(letter, draft=False))
    if slug != "risk-advice":
        assert "第七十二条" in words
    assert "商标法》第五十七条" not in words
    assert "商标法》第五十九条" not in words


def test_legal_terms_name_the_law_of_the_day() -> None:
    for moment in (LAST_MINUTE, TURN):
        with clock_at(moment):
            assert LEGAL_TERMS["statement"].basis == "《电子商务法》第四十三条"
            assert "[[" not in "".join(term.basis for term in LEGAL_TERMS.values())


def test_the_pages_of_the_console_turn(tmp_path: Path) -> None:
    settings, database = an_office(tmp_path, leads=2)
    pages = []
    with served(settings, database) as url:
        for moment in (LAST_MINUTE, TURN):
            with clock_at(moment):
                visitor = Visitor(url, "法")
                pages.append(visitor.get("/law").text)
                visitor.close()
    database.close()
    before, after = pages
    assert "60 日内的法律变动" in before
    assert "<td>第五十七条</td><td>2019年修正</td>" in before
    assert "60 日内的法律变动" not in after
    assert "<td>第七十二条</td><td>2026年修订</td>" in after
