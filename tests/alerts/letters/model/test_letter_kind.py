"""Every letter type: complete facts compile, each required element is missed by name."""

from __future__ import annotations

import os

import pytest

from alerts.letters.model.approval_conditions import RULES
from alerts.letters.model.compiler import compile_notice
from alerts.letters.model.completeness import check
from alerts.letters.model.letter_kind import Kind, LetterStage, RequiredElement, find_kind, kinds
from alerts.letters.render.docx import render_docx
from alerts.letters.render.docx_package import digest
from storage.base.errors import BadInput, Incomplete
from storage.law.provision import provisions
from tests.alerts.letters.sample_letters import LETTERS, TODAY, facts_of, without, words_of

EACH = [pytest.param(kind, id=slug) for slug, kind in kinds().items()]
ELEMENTS = [
    pytest.param(kind, element, id=f"{slug}-{element.name}")
    for slug, kind in kinds().items()
    for element in kind.elements
]


@pytest.mark.parametrize("kind", EACH)
def test_complete_facts_have_nothing_missing(kind: Kind) -> None:
    assert check(kind, facts_of(kind.slug), today=TODAY) == ()


@pytest.mark.parametrize(("kind", "element"), ELEMENTS)
def test_an_element_taken_away_is_refused_by_name_and_place(
    kind: Kind, element: RequiredElement
) -> None:
    with pytest.raises(Incomplete) as refused:
        compile_notice(kind, without(kind.slug, element), today=TODAY)
    named = [line for line in refused.value.missing if f"“{element.name}”" in line]
    assert named
    assert element.where in named[0]


@pytest.mark.parametrize("kind", EACH)
def test_the_letter_reads_as_expected(kind: Kind) -> None:
    letter = compile_notice(kind, facts_of(kind.slug), today=TODAY)
    text = words_of(render_docx(letter, draft=False))
    expected = LETTERS / kind.slug / "expected.txt"
    if os.environ.get("HUBIAO_WRITE_EXPECTED"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert not [mark for mark in ("{{", "{%", "None") if mark in text]


@pytest.mark.parametrize("kind", EACH)
def test_the_same_facts_give_the_same_bytes(kind: Kind) -> None:
    letter = compile_notice(kind, facts_of(kind.slug), today=TODAY)
    first, second = (digest(render_docx(letter, draft=True)) for _ in range(2))
    assert first == second != digest(render_docx(letter, draft=False))


@pytest.mark.parametrize("kind", EACH)
def test_every_rule_article_and_path_of_a_kind_exists(kind: Kind) -> None:
    facts = facts_of(kind.slug)
    assert all(provisions()[name] for name in (*kind.law, *kind.law_if_verified))
    for element in kind.elements:
        assert (element.needs is None) != (element.rule is None)
        assert element.rule is None or element.rule in RULES
    assert set(facts.fields) <= {field.name for field in kind.fields}
    # A template says fields.NAME: a name that dict has too would print the method.
    assert not [field.name for field in kind.fields if hasattr({}, field.name)]


def test_what_only_the_approval_brings_is_not_asked_of_a_draft() -> None:
    kind, facts = find_kind("infringement-notice"), facts_of("infringement-notice")
    approver = next(element for element in kind.elements if element.name == "审批人")
    drafted = without("infringement-notice", approver)
    assert facts.approver
    assert check(kind, drafted, today=TODAY, stage=LetterStage.DRAFT) == ()
    assert [m.element for m in check(kind, drafted, today=TODAY)] == ["审批人"]


def test_an_unknown_kind_names_the_command_that_lists_them() -> None:
    with pytest.raises(BadInput, match="hubiao notice kinds"):
        find_kind("love-letter")
