"""A name that goes on behind another one is another product; words laid over a picture are a copy's."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageOps

from benchmarks.material.picture_changes import FURTHER, packed
from benchmarks.material.picture_drawings import named_pack, pack_shot
from storage.pictures.fingerprint import fingerprint_of
from storage.pictures.likeness import SAME, compare, pixels_of


def likelihood(first: bytes, second: bytes) -> float:
    small = [pixels_of(fingerprint_of(data).small) for data in (first, second)]
    return compare(small[0], small[1]).likelihood


@pytest.mark.parametrize(
    "names",
    [("晨露", "晨露泉"), ("玉杏", "玉杏朝霞"), ("泽涛穗", "泽涛穗秋"), ("香翠桃泽", "香翠桃泽朝")],
)
@pytest.mark.parametrize(
    "turned", [lambda pack: pack, ImageOps.mirror, lambda pack: pack.rotate(90)],
    ids=["behind", "before", "below"],
)  # fmt: skip
def test_a_pack_whose_name_goes_on_is_not_the_same(
    names: tuple[str, str], turned: Callable[[Image.Image], Image.Image]
) -> None:
    shorter, longer = (packed(turned(named_pack(name))) for name in names)
    assert likelihood(shorter, longer) < SAME
    assert likelihood(longer, shorter) < SAME


@pytest.mark.parametrize("seed", range(6))
def test_a_pack_with_words_laid_over_its_middle_is_the_same(seed: int) -> None:
    rng = random.Random(seed)
    pack = pack_shot(rng)
    assert likelihood(packed(pack), FURTHER["middle mark"](pack, rng)) >= SAME
