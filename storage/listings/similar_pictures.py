"""Pictures that look alike (相同图片): 64-bit perceptual hashes that differ in a few bits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

NEAR = 8
"""Bits. Made smaller, packed harder and marked, drawn pictures stay within 8 in 19 of 20 cases;
unrelated ones begin at 14."""

_BITS = 64
"""Bits of a perceptual hash."""
_BANDS = NEAR + 1
"""Two hashes that differ in NEAR bits agree whole in one of NEAR + 1 bands."""


def look_alike(left: Iterable[int], right: Iterable[int]) -> bool:
    """Whether any picture of one listing is near any of another."""
    right_hashes = tuple(right)
    return any(
        (left_hash ^ right_hash).bit_count() <= NEAR
        for left_hash in left
        for right_hash in right_hashes
    )


def near_pairs(hashes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Pairs of hashes that are near; only those that agree in a band are compared."""
    bands: dict[tuple[int, int], list[int]] = defaultdict(list)
    for phash in sorted(set(hashes)):
        met: set[int] = set()
        for band in _bands(phash):
            met.update(bands[band])
            bands[band].append(phash)
        yield from (
            (earlier, phash) for earlier in sorted(met) if (phash ^ earlier).bit_count() <= NEAR
        )


def _bands(phash: int) -> Iterator[tuple[int, int]]:
    edges = [_BITS * band // _BANDS for band in range(_BANDS + 1)]
    for band, (start, end) in enumerate(pairwise(edges)):
        yield band, (phash >> start) & ((1 << (end - start)) - 1)


def nearest(phash: int, candidates: Iterable[int]) -> int | None:
    """The picture that looks most like this one, or None where none is near."""
    near = [
        (distance, candidate)
        for candidate in candidates
        if (distance := (phash ^ candidate).bit_count()) <= NEAR
    ]
    return min(near)[1] if near else None
