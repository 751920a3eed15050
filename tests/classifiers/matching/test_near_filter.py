"""The filter of near forms drops chance matches at a glance, and loses nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.characters.folding import Folded, fold
from classifiers.matching import matcher
from classifiers.matching.form_table import FormTable
from classifiers.matching.matcher import compile_matcher
from classifiers.matching.near_filter import drop_chance_matches
from classifiers.matching.near_forms import NearForms
from classifiers.matching.near_matches import NearMatches
from storage.records import Right

MARKS = ["独贵", "宝丹", "晴耕谷", "天赋河套"]
MATCHER = compile_matcher([Right(id=mark, text=mark) for mark in MARKS])
NEAR = NearForms(FormTable(list(enumerate(MARKS))))


def _left(text: str) -> list[str]:
    folded = Folded(source=text, text=fold(text))
    return [
        text[near.start : near.end] for near in drop_chance_matches(NEAR.find(folded.text), folded)
    ]


@pytest.mark.parametrize("text", ["宝宝单裤", "宝单裤子"])
def test_pieces_of_two_words_are_turned_away(text: str) -> None:
    assert _left(text) == []


def test_a_near_form_that_stands_alone_is_left() -> None:
    assert _left("宝单") == ["宝单"]


def test_a_form_into_which_a_character_was_pushed_is_left() -> None:
    assert _left("正宗天赋大河套面粉") == ["天赋大河套"]


@given(
    st.text(
        alphabet="独毒贵跪唯葵花宝单裤丹晴耕更谷股天赋添河套淘大 ·/\n㈱ﷺ🔥丨a1\ue000\ue001\ud800",
        max_size=24,
    )
)
def test_no_find_is_lost_by_it(text: str) -> None:
    quick = MATCHER.find(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(matcher, "drop_chance_matches", _without_faint)
        assert MATCHER.find(text) == quick


def _without_faint(near: NearMatches, folded: Folded) -> NearMatches:
    """Only what stands faintly amid other characters is turned away: the closer look has no such rule."""
    before, behind = folded.touched(near.start, near.end)
    return near.where((near.infix >= 0) | ~(before & behind & (near.spare < 2.0)))
