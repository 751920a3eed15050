"""An index of integer keys (键索引): which forms, and where in them, each key stands for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifiers.characters.alphabet import Int32Array


class KeyIndex:
    """Keys from 0 to `size`, each standing for several values; a bitmap turns most lookups away."""

    def __init__(self, keys: Sequence[Int32Array], values: Sequence[Int32Array], size: int) -> None:
        """`keys` and `values`: int32 arrays of shape (n,) in pairs, joined one behind the other."""
        key = np.concatenate([*keys, np.zeros(0, dtype=np.int32)])
        value = np.concatenate([*values, np.zeros(0, dtype=np.int32)])
        order = np.argsort(key, kind="stable")
        self._values = value[order]
        self._distinct, self._first, self._count = np.unique(
            key[order], return_index=True, return_counts=True
        )
        self._bitmap = np.zeros(size >> 3, dtype=np.uint8)
        np.bitwise_or.at(self._bitmap, key >> 3, (1 << (key & 7)).astype(np.uint8))

    def find(self, keys: Int32Array) -> tuple[Int32Array, Int32Array]:
        """Look up keys of shape (n,): two int32 arrays of shape (hits,), the position in `keys` of each
        hit, and the value that its key stands for."""
        hits = np.flatnonzero(self._bitmap[keys >> 3] >> (keys & 7).astype(np.uint8) & 1)
        place = np.searchsorted(self._distinct, keys[hits])
        first, count = self._first[place], self._count[place]
        places = np.repeat(hits, count)
        skipped = np.arange(len(places)) - np.repeat(np.cumsum(count) - count, count)
        values: Int32Array = self._values[np.repeat(first, count) + skipped]
        return places.astype(np.int32), values
