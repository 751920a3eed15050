"""An index over all registered pictures (注册图样索引): which of ten thousand may lie in a picture.

An inverted file (Sivic & Zisserman 2003) with binary signatures (Jégou et al. 2008): a feature of
the picture meets only the registered ones of its own visual words, and votes for those that are
like it, by turn and size, so that votes of one registered picture add up only where they agree.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.pictures.logos.features import LENGTH, Features, Floats, inverted
from classifiers.pictures.logos.registered_logo import RegisteredLogo

_COMPARED = 50
"""Registered pictures that are compared feature by feature: of so few no index is made. Chosen by hand."""
_BITS = 64
_ALIKE = 16
"""Bits of a signature in which like features may differ; chosen by hand."""
_WORDS_TRIED = 2
"""Nearest visual words in which a feature looks; chosen by hand."""
_LEAST_WORDS, _MOST_WORDS = 64, 2048
_TURNS, _SIZES = 12, 12
"""Steps of the circle, and doublings of size, by which votes are parted."""
_SEED = 20260101
"""Seed of the draw of visual words, any number: the same logos give the same index."""


class LogoIndex:
    """Registered pictures, each found by its features; up to `few` of them are likely at once."""

    def __init__(self, logos: Sequence[RegisteredLogo], *, few: int = _COMPARED) -> None:
        self.logos, self._few = tuple(logos), few
        if len(self.logos) > few:
            self._build()

    def likely(self, picture: Features) -> list[RegisteredLogo]:
        """The registered pictures that may lie in a picture, the likeliest first."""
        if len(self.logos) <= self._few:
            return list(self.logos)
        if not len(picture.points):
            return []
        scores = np.zeros(len(self.logos))
        for turn, descriptors in (
            (0.0, picture.descriptors),
            (np.pi, inverted(picture.descriptors)),
        ):
            scores = np.maximum(scores, self._votes(picture.points, descriptors, turn))
        best = np.argsort(-scores)[: self._few]
        return [self.logos[number] for number in best if scores[number] > 0]

    def _build(self) -> None:
        chance = np.random.default_rng(_SEED)
        counts = np.array([len(logo.points) for logo in self.logos])
        total = int(counts.sum())
        words = int(np.clip(np.sqrt(total), _LEAST_WORDS, _MOST_WORDS))
        sample = np.sort(chance.choice(total, min(total, words), replace=False))
        starts = np.concatenate([[0], np.cumsum(counts)])
        owners = np.repeat(np.arange(len(self.logos)), counts)
        self._words = np.vstack(
            [self.logos[owners[n]].descriptors[n - starts[owners[n]]][None] for n in sample]
        )
        self._middle = self._words.mean(axis=0)
        self._planes = chance.standard_normal((LENGTH, _BITS)).astype(np.float32)
        word = np.zeros(total, np.int32)
        signature = np.zeros(total, np.uint64)
        for number, logo in enumerate(self.logos):
            part = slice(starts[number], starts[number + 1])
            descriptors = logo.descriptors
            word[part] = np.argmax(descriptors @ self._words.T, axis=1)
            signature[part] = self._signatures(descriptors)
        order = np.argsort(word, kind="stable")
        self._starts = np.searchsorted(word[order], np.arange(len(self._words) + 1))
        self._signature = signature[order]
        self._owner = owners[order].astype(np.int32)
        points = np.vstack([logo.points for logo in self.logos])[order]
        self._size, self._angle = points[:, 2].copy(), points[:, 3].copy()
        self._weight = 1 / np.sqrt(counts + 10.0)

    def _signatures(self, descriptors: Floats) -> NDArray[np.uint64]:
        bits = ((descriptors - self._middle) @ self._planes) > 0
        return np.packbits(bits, axis=1).view(np.uint64).ravel()

    def _votes(self, points: Floats, descriptors: Floats, turn: float) -> NDArray[np.float64]:
        """The best agreement on a turn and a size of each registered picture."""
        near = descriptors @ self._words.T
        tried = np.argpartition(-near, _WORDS_TRIED, axis=1)[:, :_WORDS_TRIED]
        signatures = self._signatures(descriptors)
        keys: list[NDArray[np.int64]] = []
        for feature, (row, signature) in enumerate(zip(tried, signatures, strict=True)):
            for word in row:
                part = slice(int(self._starts[word]), int(self._starts[word + 1]))
                differ = np.bitwise_count(self._signature[part] ^ signature)
                like = np.flatnonzero(differ <= _ALIKE) + part.start
                if len(like):
                    keys.append(self._keys(points[feature], like, turn))
        if not keys:
            return np.zeros(len(self.logos))
        votes = np.bincount(np.concatenate(keys), minlength=len(self.logos) * _TURNS * _SIZES)
        table = votes.reshape(len(self.logos), _TURNS, _SIZES)
        smooth = table + np.roll(table, 1, axis=1)
        smooth[:, :, 1:] += smooth[:, :, :-1].copy()
        return np.asarray(smooth.max(axis=(1, 2)) * self._weight, np.float64)

    def _keys(self, point: Floats, like: NDArray[np.intp], turn: float) -> NDArray[np.int64]:
        angle = np.mod(point[3] - self._angle[like] + turn, 2 * np.pi)
        turns = np.minimum((angle * (_TURNS / (2 * np.pi))).astype(np.int64), _TURNS - 1)
        doublings = np.log2(point[2] / self._size[like]) * 1.5 + _SIZES / 2
        sizes = np.clip(doublings, 0, _SIZES - 1).astype(np.int64)
        owners = self._owner[like].astype(np.int64)
        return np.asarray((owners * _TURNS + turns) * _SIZES + sizes, np.int64)
