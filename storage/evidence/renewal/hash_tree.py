"""Hash trees (哈希树) by Merkle, as RFC 4998 §4.2 reduces and §4.3 verifies them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from storage.evidence.renewal.algorithms import digest

HashLists = tuple[tuple[bytes, ...], ...]
"""A reduced tree: the hashes that stand beside the way from one leaf to the root, a list a level."""


def node(algorithm: str, hashes: Sequence[bytes]) -> bytes:
    """The hash of the hashes, concatenated in binary ascending order."""
    return digest(algorithm, b"".join(sorted(hashes)))


def build(algorithm: str, leaves: Sequence[bytes]) -> tuple[bytes, dict[bytes, HashLists]]:
    """The root over the leaves, and each leaf's reduced tree; empty for a tree of one leaf.

    A node without a neighbour moves up unhashed, so that each list of a reduced tree adds something.
    """
    level = sorted(set(leaves))
    ways: dict[bytes, list[tuple[bytes, ...]]] = {leaf: [] for leaf in level}
    below = {leaf: [leaf] for leaf in level}
    while len(level) > 1:
        above: list[bytes] = []
        leaves_below: dict[bytes, list[bytes]] = {}
        for place in range(0, len(level), 2):
            pair = level[place : place + 2]
            if len(pair) == 2:
                for child, neighbour in (pair, reversed(pair)):
                    for leaf in below[child]:
                        first = (leaf, neighbour) if not ways[leaf] else (neighbour,)
                        ways[leaf].append(first)
            parent = node(algorithm, pair) if len(pair) == 2 else pair[0]
            above.append(parent)
            leaves_below[parent] = [leaf for child in pair for leaf in below[child]]
        level, below = above, leaves_below
    return level[0], {leaf: tuple(way) for leaf, way in ways.items()}


def roots(algorithm: str, lists: HashLists) -> set[bytes]:
    """The roots that a reduced tree may lead to.

    RFC 4998 §4.3 leaves two things open, and all readings are in use: a list of a single hash is
    that hash or the hash of it (BSI TR-ESOR, "double hash"); a hash that stands in a list already
    is left out, kept, or added again (esig/dss and BSI samples).
    """
    readings = itertools.product((False, True), (_each_once, _added_if_new, _added))
    return {_root(algorithm, lists, rehashes, join) for rehashes, join in readings}


_Join = Callable[[Sequence[bytes], Sequence[bytes]], list[bytes]]


def _each_once(hashes: Sequence[bytes], below: Sequence[bytes]) -> list[bytes]:
    return list({*hashes, *below})


def _added_if_new(hashes: Sequence[bytes], below: Sequence[bytes]) -> list[bytes]:
    return [*hashes, *(value for value in below if value not in hashes)]


def _added(hashes: Sequence[bytes], below: Sequence[bytes]) -> list[bytes]:
    return [*hashes, *below]


def _root(algorithm: str, lists: HashLists, rehashes: bool, join: _Join) -> bytes:
    below: list[bytes] = []
    for hashes in lists:
        members = join(hashes, below)
        if not members:
            raise ValueError("an empty list in a hash tree")
        is_hash = len(members) == 1 and not rehashes
        below = [members[0] if is_hash else node(algorithm, members)]
    return below[0]
