from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from storage.migrations.near_hashes import NEAR, near_pairs

hashes = st.integers(0, 2**64 - 1)


@given(hashes, st.sets(st.integers(0, 63), max_size=NEAR + 3))
def test_hashes_are_near_when_few_bits_differ(phash: int, flipped: set[int]) -> None:
    phash_flipped = phash ^ sum(1 << bit for bit in flipped)
    assert list(near_pairs([phash, phash_flipped])) == (
        [(min(phash, phash_flipped), max(phash, phash_flipped))] if 0 < len(flipped) <= NEAR else []
    )


@given(st.lists(hashes, max_size=12), st.lists(st.integers(0, 63), max_size=12))
def test_pairs_by_bands_are_all_the_pairs_that_comparing_each_with_each_finds(
    some: list[int], bits: list[int]
) -> None:
    everyone = {*some, *(phash ^ (1 << bit) for phash, bit in zip(some, bits, strict=False))}
    slowly = {
        pair
        for pair in itertools.combinations(sorted(everyone), 2)
        if (pair[0] ^ pair[1]).bit_count() <= NEAR
    }
    pairs = list(near_pairs(everyone))
    assert set(pairs) == slowly
    assert len(pairs) == len(slowly)
