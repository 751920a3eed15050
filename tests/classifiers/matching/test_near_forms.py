"""Near forms: seeds find what is worth weighing, bits decide; many marks cost little more than few."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.characters.alphabet import character_numbers, likeness_steps
from classifiers.characters.confusion_table import load_confusions
from classifiers.matching.form_table import FormTable
from classifiers.matching.near_forms import NearForms

FORMS = ["天赋河套", "晴耕谷", "魅俪", "云岭青禾坊"]
NEAR = NearForms(FormTable(list(enumerate(FORMS))))


@pytest.mark.parametrize(
    ("text", "form", "span"),
    [
        ("添斌河套", 0, (0, 4)),
        ("正宗天赋河淘", 0, (2, 6)),
        ("晴更谷面粉", 1, (0, 3)),
        ("魅丽", 2, (0, 2)),
        ("云岭清禾方", 3, (0, 5)),
    ],
)
def test_replaced_characters_are_found(text: str, form: int, span: tuple[int, int]) -> None:
    assert (form, *span) in {(near.form, near.start, near.end) for near in NEAR.find(text)}


def test_a_character_pushed_in_is_found_and_its_place_told() -> None:
    near_matches = [near for near in NEAR.find("天赋大河套") if near.infix is not None]
    assert [(near.form, near.start, near.end, near.infix) for near in near_matches] == [
        (0, 0, 5, 2)
    ]


def test_the_form_itself_is_no_near_form_of_it() -> None:
    assert [near for near in NEAR.find("天赋河套") if near.form == 0] == []


@pytest.mark.parametrize(
    "text", ["", "天", "天赋", "\ud800" * 9, "🔥" * 99, "\ue000天赋\ue000河套"]
)
def test_texts_too_short_or_strange_hold_nothing(text: str) -> None:
    assert list(NEAR.find(text)) == []


def test_a_long_text_is_read_in_blocks_and_nothing_falls_between_them() -> None:
    filler = "牛" * ((1 << 18) - 3)
    for shift in range(6):
        text = filler[shift:] + "添赋河套" + filler
        spans = [(near.start, near.end) for near in NEAR.find(text) if near.form == 0]
        start = len(filler) - shift
        assert spans.count((start, start + 4)) >= 1


_CHARACTERS = st.sampled_from(sorted(load_confusions().rarity))


@given(_CHARACTERS, _CHARACTERS)
def test_bits_agree_with_the_table_on_who_is_alike(character: str, written: str) -> None:
    row = likeness_steps(character)
    confusable = load_confusions().cost(character, written) is not None
    assert bool(row[character_numbers(written)[0]] > 0) is confusable


@pytest.mark.parametrize(
    ("right", "likelier", "rarer"), [("步", "部", "捕"), ("步", "部", "卜"), ("真", "征", "整")]
)
def test_a_sound_of_the_same_tone_costs_less(right: str, likelier: str, rarer: str) -> None:
    same, turned = (load_confusions().cost(right, written) or 1.0 for written in (likelier, rarer))
    assert same < turned
