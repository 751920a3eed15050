"""Near forms: seeds find what is worth weighing, bits decide; many marks cost little more than few."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.characters.alphabet import numbers, speaks_for
from classifiers.characters.confusion_table import load_confusions
from classifiers.matching.near_forms import NearForms

FORMS = ["天赋河套", "晴耕谷", "魅俪", "云岭青禾坊"]
NEAR = NearForms(list(enumerate(FORMS)))


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
    assert (form, *span) in {(one.form, one.start, one.end) for one in NEAR.find(text)}


def test_a_character_pushed_in_is_found_and_its_place_told() -> None:
    found = [one for one in NEAR.find("天赋大河套") if one.infix is not None]
    assert [(one.form, one.start, one.end, one.infix) for one in found] == [(0, 0, 5, 2)]


def test_the_form_itself_is_no_near_form_of_it() -> None:
    assert [one for one in NEAR.find("天赋河套") if one.form == 0] == []


@pytest.mark.parametrize(
    "text", ["", "天", "天赋", "\ud800" * 9, "🔥" * 99, "\ue000天赋\ue000河套"]
)
def test_texts_too_short_or_strange_hold_nothing(text: str) -> None:
    assert list(NEAR.find(text)) == []


def test_a_long_text_is_read_in_blocks_and_nothing_falls_between_them() -> None:
    filler = "牛" * ((1 << 18) - 3)
    for shift in range(6):
        text = filler[shift:] + "添赋河套" + filler
        found = [(one.start, one.end) for one in NEAR.find(text) if one.form == 0]
        start = len(filler) - shift
        assert found.count((start, start + 4)) >= 1


_KNOWN = st.sampled_from(sorted(load_confusions().rarity))


@given(_KNOWN, _KNOWN)
def test_bits_agree_with_the_table_on_who_is_alike(character: str, other: str) -> None:
    row = speaks_for(character)
    alike = load_confusions().cost(character, other) is not None
    assert bool(row[numbers(other)[0]] > 0) is alike


@pytest.mark.parametrize(
    ("right", "likelier", "other"), [("步", "部", "捕"), ("步", "部", "卜"), ("真", "征", "整")]
)
def test_a_sound_of_the_same_tone_costs_less(right: str, likelier: str, other: str) -> None:
    same, turned = (load_confusions().cost(right, shown) or 1.0 for shown in (likelier, other))
    assert same < turned
