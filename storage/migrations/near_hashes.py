"""Perceptual hashes (64 bits) that differ in a few bits: the pictures that migration 0006 groups.

What is the same picture (相同图片) today is told by `storage.pictures`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

NEAR = 8
"""Bits. Made smaller, packed harder and marked, drawn pictures stay within 8 in 19 of 20 cases."""

_BITS = 64
"""Bits of a perceptual hash."""
_BANDS = NEAR + 1
"""Two hashes that differ in NEAR bits agree whole in one of NEAR + 1 bands."""


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
