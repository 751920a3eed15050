"""Latin marks are found through slips of keys, looks, sounds and order, and not through ordinary words."""

from __future__ import annotations

import pytest

from classifiers.characters.letter_costs import LOOK, SWAP, word_distance
from classifiers.matching.matcher import compile_matcher
from storage.base.disguises import Disguise
from storage.records import Right

MATCHER = compile_matcher(
    [
        Right(id="long", text="Velorando"),
        Right(id="short", text="ZONI"),
        Right(id="words", text="Corvin Halder"),
        Right(id="three", text="QMW"),
        Right(id="word", text="Gold"),
    ]
)


@pytest.mark.parametrize(
    ("text", "quoted", "how", "tentative"),
    [
        ("velorendo 跑鞋", "velorendo", Disguise.LATIN, False),
        ("VELORNADO 跑鞋", "VELORNADO", Disguise.LATIN, False),
        ("男鞋Velorandd正品", "Velorandd", Disguise.LATIN, False),
        ("valorendu 跑鞋", "valorendu", Disguise.LATIN, True),
        ("RANDOVELO 跑鞋", "RANDOVELO", Disguise.REVERSED, False),
        ("ZDNI 耳机", "ZDNI", Disguise.LATIN, True),
        ("QMN 外套", "QMN", Disguise.LATIN, True),
        ("dezoni 耳机", "dezoni", Disguise.ADDED, True),
        ("Corvin Holder 威士忌", "Corvin Holder", Disguise.LATIN, False),
    ],
)
def test_a_disguise_of_a_latin_mark_is_found(
    text: str, quoted: str, how: Disguise, tentative: bool
) -> None:
    matches = MATCHER.find(text, tentative=True)
    assert [(m.text, m.how, m.tentative) for m in matches] == [(quoted, how, tentative)]
    assert text[slice(*matches[0].span)] == quoted


@pytest.mark.parametrize(
    "text", ["good 男鞋", "zero 耳机", "QRX 外套", "Corvin 威士忌", "XXL 70-90g"]
)
def test_other_words_are_no_disguise(text: str) -> None:
    assert MATCHER.find(text, tentative=True) == []


def test_a_swap_costs_less_than_two_letters_and_a_look_alike_less_than_any() -> None:
    assert word_distance("mark", "makr") == pytest.approx(SWAP)
    assert word_distance("nork", "hork") == pytest.approx(LOOK)
    assert word_distance("nork", "zork") == pytest.approx(1)
    assert word_distance("mark", "mark") == 0
