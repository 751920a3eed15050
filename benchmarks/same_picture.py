"""Same picture (相同图片): changed copies that are recognised, and different pictures that are not.

Each kind is asked on its own and all are stored together, as an office has them; what is found is
what the store's own search gives: keys, candidates, likelihood.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict

import cv2
import numpy as np

from benchmarks.material.picture_changes import AIMED, FURTHER, packed
from benchmarks.material.picture_drawings import (
    bag_scene,
    made_name,
    named_pack,
    pack_shot,
    poster,
)
from storage.pictures.fingerprint import Fingerprint, fingerprint_of
from storage.pictures.likeness import SAME, compare, pixels_of

KINDS = {"poster": poster, "bag": bag_scene, "pack": pack_shot}


def same_picture(seed: int, changed: int, different: int) -> dict[str, object]:
    """Of `changed` pictures of each kind the copies that are recognised; wrong pairs of `different`
    pictures of each kind."""
    started = time.process_time()
    rng = random.Random(seed)
    pictures = {kind: [draw(rng) for _ in range(different)] for kind, draw in KINDS.items()}
    prints = {kind: [fingerprint_of(packed(p)) for p in drawn] for kind, drawn in pictures.items()}
    recognised: dict[str, dict[str, str]] = defaultdict(dict)
    for change, act in {**AIMED, **FURTHER}.items():
        for kind, drawn in pictures.items():
            copies = [fingerprint_of(act(p, rng)) for p in drawn[:changed]]
            pairs = zip(copies, prints[kind], strict=False)
            recognised[change][kind] = f"{sum(is_same(a, b) for a, b in pairs)}/{len(copies)}"
    every = [fingerprint for kind in prints.values() for fingerprint in kind]
    wrong, compared = wrong_pairs(every)
    return {
        "seed": seed,
        "recognised": dict(recognised),
        "share": {
            name: _share(recognised, changes)
            for name, changes in (("aimed", AIMED), ("further", FURTHER))
        },
        "pairs": len(every) * (len(every) - 1) // 2,
        "pairs of one layout": len(prints["pack"]) * (len(prints["pack"]) - 1) // 2,
        "compared": compared,
        "wrong": wrong,
        "seconds": round(time.process_time() - started, 1),
    }


def is_same(copy: Fingerprint, original: Fingerprint) -> bool:
    """Whether the store would find the original by the copy and take it for the same picture."""
    if not copy.search_keys() & original.keys():
        return False
    return compare(pixels_of(original.small), pixels_of(copy.small)).likelihood >= SAME


def wrong_pairs(prints: list[Fingerprint]) -> tuple[int, int]:
    """(different pictures that count as the same, pairs that share a key)."""
    shelves: dict[int, list[int]] = defaultdict(list)
    pixels = [pixels_of(fingerprint.small) for fingerprint in prints]
    wrong = compared = 0
    for number, fingerprint in enumerate(prints):
        candidates = {earlier for key in fingerprint.search_keys() for earlier in shelves[key]}
        for earlier in candidates:
            wrong += compare(pixels[earlier], pixels[number]).likelihood >= SAME
        compared += len(candidates)
        keys = fingerprint.keys()
        for key in keys:
            shelves[key].append(number)
    return wrong, compared


_BLOCKS = 14
"""Blocks a side of a small copy by which pairs are ordered."""
_WORST_BLOCKS = 4
"""Blocks that differ most and decide the order: a name covers about as many."""


_CONTINUED = 10
"""Of so many packs one is compared with a pack whose name goes on behind its own."""


def packs_of_one_layout(seed: int, packs: int, closest: int) -> dict[str, object]:
    """Packs that differ in their names alone: how many pairs are taken for the same picture, of all
    pairs. Those `closest` by the pixels of their small copies are compared, a third as many of the
    others, drawn by chance, and a tenth of the packs each with one whose name goes on behind its own."""
    started = time.process_time()
    rng = random.Random(seed)
    names = list(dict.fromkeys(made_name(rng) for _ in range(2 * packs)))[:packs]
    packs = len(names)
    shorter = range(packs // _CONTINUED)
    names += [names[number] + _further_sign(rng, names[number]) for number in shorter]
    pixels = [pixels_of(fingerprint_of(packed(named_pack(name))).small) for name in names]
    pairs = _by_difference(pixels[:packs])
    farther = rng.sample(pairs[closest:], min(closest // 3, len(pairs) - closest))
    continued = [(number, packs + number) for number in shorter]
    wrong = [
        [
            (names[first], names[second])
            for first, second in part
            if compare(pixels[first], pixels[second]).likelihood >= SAME
        ]
        for part in (pairs[:closest], farther, continued)
    ]
    return {
        "seed": seed,
        "pairs": len(pairs),
        "compared": len(pairs[:closest]) + len(farther),
        "wrong of the closest": len(wrong[0]),
        "wrong of the farther": len(wrong[1]),
        "wrong of the continued": f"{len(wrong[2])}/{len(continued)}",
        "names of wrong pairs": [pair for part in wrong for pair in part],
        "seconds": round(time.process_time() - started, 1),
    }


def _further_sign(rng: random.Random, name: str) -> str:
    """A character that a name does not have."""
    return rng.choice([sign for sign in made_name(rng) + made_name(rng) if sign not in name])


def _by_difference(pixels: list[np.ndarray]) -> list[tuple[int, int]]:
    """All pairs, those whose most different blocks differ least first."""
    greys = np.stack([cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(np.float32) for p in pixels])
    size = greys.shape[1] // _BLOCKS
    ordered = []
    for later in range(1, len(greys)):
        blocks = np.abs(greys[:later] - greys[later]).reshape(later, _BLOCKS, size, _BLOCKS, size)
        worst = np.sort(blocks.mean((2, 4)).reshape(later, -1), axis=1)[:, -_WORST_BLOCKS:]
        ordered += [(float(d), first, later) for first, d in enumerate(worst.mean(axis=1))]
    return [(first, later) for _, first, later in sorted(ordered)]


def _share(recognised: dict[str, dict[str, str]], changes: object) -> float:
    counts = [
        tuple(map(int, count.split("/")))
        for change, kinds in recognised.items()
        if change in changes  # type: ignore[operator]
        for count in kinds.values()
    ]
    return round(sum(hits for hits, _ in counts) / sum(total for _, total in counts), 4)
