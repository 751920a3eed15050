"""What `hubiao variants` lists is what `hubiao score` finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.characters.confusion_table import load_confusions
from classifiers.matching.matcher import compile_matcher
from classifiers.matching.variant_samples import sample_variants
from classifiers.matching.variants import patterns
from storage.base.errors import BadInput
from storage.records import Right
from tests.examples import examples

_COMMON = sorted(c for c, bits in load_confusions().rarity.items() if bits <= 12)
_CHINESE = st.text(st.sampled_from(_COMMON), min_size=2, max_size=6)
_LATIN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=2, max_size=10)
_MIXED = st.builds(
    "".join,
    st.lists(st.sampled_from([*_COMMON[:200], *"abcxyz0123789"]), min_size=2, max_size=6),
)


@examples(8, 40)
@given(st.one_of(_CHINESE, _LATIN, _MIXED))
def test_every_sample_is_found_in_a_title(mark: str) -> None:
    matcher = compile_matcher([Right(id="a", text=mark)])
    for sample in sample_variants(mark):
        assert matcher.find(f"新品 {sample['variant']} 包邮"), sample


@examples(12, 40)
@given(st.one_of(_CHINESE, _LATIN, _MIXED))
def test_every_pattern_written_out_is_found_where_it_stands_alone(mark: str) -> None:
    matcher = compile_matcher([Right(id="a", text=mark)])
    for pattern in patterns(mark):
        if pattern.cost < 0.3 and pattern.channel == "plain":
            assert matcher.find(f"【{pattern.text}】"), pattern


@pytest.mark.parametrize(
    ("mark", "kinds"),
    [
        ("天赋河套", {"script", "separators", "pinyin", "initials", "pinyin-mixed", "sound", "shape",
                  "pinyin-inserted", "split", "reversed", "infix", "omission", "replaced", "prefix"}),
        ("喜7", {"separators", "reversed", "shape", "sound", "prefix", "suffix"}),
        ("LUMORN", {"width-case", "separators", "latin-look-alike", "omission", "prefix"}),
        ("穗", {"exact"}),
    ],
)  # fmt: skip
def test_each_sort_of_mark_has_its_disguises(mark: str, kinds: set[str]) -> None:
    assert kinds <= {sample["how"] for sample in sample_variants(mark)}


@pytest.mark.parametrize("mark", ["", " ", "🔥", "///", "\u200b"])
def test_a_mark_without_a_letter_is_refused(mark: str) -> None:
    with pytest.raises(BadInput):
        list(sample_variants(mark))


@pytest.mark.parametrize("mark", ["穗", "a", "7"])
def test_a_mark_of_one_character_is_found_where_it_stands_alone(mark: str, tmp_path: Path) -> None:
    matcher = compile_matcher([Right(id="a", text=mark)])
    assert matcher.find(f"{mark} 面粉")
    assert not matcher.find(f"好{mark}好" if not mark.isascii() else f"x{mark}9")
